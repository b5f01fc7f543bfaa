namespace Audire.Models.Nn;

/// <summary>A checkpoint does not hold the model that its configuration describes; every difference is listed at once.</summary>
public sealed class WeightMismatchException : Exception
{
    private const int Shown = 12;

    internal WeightMismatchException(string origin, IReadOnlyList<string> missing, IReadOnlyList<string> misshaped, IReadOnlyList<string> unused, string? guess = null)
        : base($"{origin} does not fit the model its configuration describes:{Part("missing", missing)}{Part("of another shape", misshaped)}{Part("unused", unused)}. "
            + (guess ?? "Check that configuration and weights belong together."))
    {
        Missing = missing;
        Misshaped = misshaped;
        Unused = unused;
    }

    /// <summary>Tensors the model needs and the checkpoint lacks, each with the shape expected.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Tensors of another shape, each with the shape found and the one expected.</summary>
    public IReadOnlyList<string> Misshaped { get; }

    /// <summary>Tensors of the checkpoint that the model never asked for.</summary>
    public IReadOnlyList<string> Unused { get; }

    private static string Part(string what, IReadOnlyList<string> names) => names.Count == 0 ? ""
        : $" {names.Count} {what} ({string.Join("; ", names.Take(Shown))}{(names.Count > Shown ? "; …" : "")})";
}
