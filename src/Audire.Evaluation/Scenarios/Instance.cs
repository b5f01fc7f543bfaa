namespace Audire.Evaluation.Scenarios;

/// <summary>One question with its accepted answers, before it is put to any system.</summary>
public sealed record Instance
{
    /// <summary>Unique in its scenario; the path of the recording without extension, and the noise ratio where there is one.</summary>
    public required string Id { get; init; }

    /// <summary>Texts and recordings, in order, without the scenario's instruction.</summary>
    public required IReadOnlyList<Part> Media { get; init; }

    /// <summary>Accepted answers, one at least.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>The closed set in the order asked; empty where answers are free.</summary>
    public required IReadOnlyList<string> Choices { get; init; }

    /// <summary>What it may be sliced by.</summary>
    public required IReadOnlyDictionary<string, string> Groups { get; init; }
}
