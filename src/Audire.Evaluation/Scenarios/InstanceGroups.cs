namespace Audire.Evaluation.Scenarios;

/// <summary>Names of groups that an instance gets besides columns of its manifest.</summary>
internal static class InstanceGroups
{
    /// <summary>Signal-to-noise ratio in dB, or <see cref="Clean"/>.</summary>
    public const string Snr = "snr";

    /// <summary>The noise that was mixed in.</summary>
    public const string Noise = "noise";

    /// <summary>The recording that noisy versions share.</summary>
    public const string Clip = "clip";

    /// <summary>The expected answer of a closed set.</summary>
    public const string Class = "class";

    /// <summary>What is said in the recording, where a scenario names the column. No group to slice by: it is kept for metrics that need it.</summary>
    public const string Heard = "heard";

    /// <summary>The value of <see cref="Snr"/> without noise.</summary>
    public const string Clean = "clean";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Derived { get; } = [Snr, Noise, Clip, Class];

    /// <summary>Columns that are groups wherever they are filled in.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["set", "speaker", "gender", "language", "emotion"];
}
