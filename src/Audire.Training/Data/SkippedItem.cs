namespace Audire.Training.Data;

/// <summary>Something of a manifest that takes no part.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Name">Its clip as the manifest names it; blank where it names none.</param>
/// <param name="Reason">Why, in one word or two: what is counted.</param>
/// <param name="Detail">What exactly was found.</param>
public sealed record SkippedItem(int Line, string Name, string Reason, string Detail)
{
    /// <summary>Line, clip and reason in one sentence.</summary>
    public override string ToString() => $"line {Line}{(Name.Length == 0 ? "" : $" ({Name})")}: {Detail}";
}
