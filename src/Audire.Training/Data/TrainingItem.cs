namespace Audire.Training.Data;

/// <summary>One line of a manifest: a clip, what is asked about it, and the answer.</summary>
public sealed record TrainingItem
{
    /// <summary>Where it stands in the manifest, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The clip as the manifest names it.</summary>
    public required string Name { get; init; }

    /// <summary>The clip's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Clips that follow it, each after a tenth of a second of silence (<c>expand_wav</c>).</summary>
    public IReadOnlyList<string> Then { get; init; } = [];

    /// <summary>The answer.</summary>
    public required string Text { get; init; }

    /// <summary>The task.</summary>
    public string Task { get; init; } = "asr";

    /// <summary>The question (<c>Q</c>); blank where the task's prompts say it all.</summary>
    public string Question { get; init; } = "";

    /// <summary>The class the answer stands for; blank where answers are free.</summary>
    public string Label { get; init; } = "";

    /// <summary><c>train</c>, <c>valid</c> or <c>test</c>.</summary>
    public string Split { get; init; } = "train";

    /// <summary>Who speaks; blank where unknown.</summary>
    public string Speaker { get; init; } = "";
}
