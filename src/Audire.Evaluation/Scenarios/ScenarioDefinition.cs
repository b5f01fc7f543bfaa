namespace Audire.Evaluation.Scenarios;

/// <summary>A scenario as a suite states it: which recordings, what is asked, how answers are scored. Data alone: nothing here computes.</summary>
public sealed record ScenarioDefinition
{
    /// <summary>Unique in its suite; lower-case letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The aspect it measures, say <c>robustness</c>.</summary>
    public required string Aspect { get; init; }

    /// <summary>For people. Default: the name.</summary>
    public required string Title { get; init; }

    /// <summary>What is asked of which recordings, and what to bear in mind. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>One of <see cref="ScenarioTask"/>.</summary>
    public required string Task { get; init; }

    /// <summary>The instruction; empty for none. <c>{answers}</c> stands for the closed set.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>What follows the instruction. Default: the recording of the column <c>file</c>.</summary>
    public IReadOnlyList<MediaTemplate> Media { get; init; } = [MediaTemplate.Recording];

    /// <summary>Column to accepted values; <c>*</c> accepts any that is not blank. All must hold. Default: every row.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Select { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The column that holds the expected answer.</summary>
    public required string Reference { get; init; }

    /// <summary>Columns with further accepted answers, where they are filled in. Default: none.</summary>
    public IReadOnlyList<string> Alternatives { get; init; } = [];

    /// <summary>The column with what is said in the recording, for metrics that tell an answer from a transcript; empty for none.</summary>
    public string Heard { get; init; } = "";

    /// <summary>The closed set of answers; empty where answers are free or differ by row.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>For multiple choice: the columns that hold the options of a row.</summary>
    public IReadOnlyList<string> AnswerColumns { get; init; } = [];

    /// <summary>From the reference column's values to answers, where they differ.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How answers become numbers.</summary>
    public required ScoringRules Scoring { get; init; }

    /// <summary>Noise that is mixed in; null for none.</summary>
    public NoiseTemplate? Noise { get; init; }

    /// <summary>Most tokens of an answer. Default 100.</summary>
    public int MaxTokens { get; init; } = 100;

    /// <summary>Rows that are taken; null for all. Which ones depends on the suite's seed and the rows alone.</summary>
    public int? Limit { get; init; }

    /// <summary>Rows that <c>--quick</c> takes. Default 6.</summary>
    public int Quick { get; init; } = 6;

    /// <summary>True where the speech is synthetic; reports say so.</summary>
    public bool Generated { get; init; }
}

/// <summary>A part of the request after the instruction: a text, in which <c>{column}</c> stands for a field, or a recording.</summary>
/// <param name="Text">The text, or null.</param>
/// <param name="Audio">The column that holds the recording's path, or null.</param>
public sealed record MediaTemplate(string? Text, string? Audio)
{
    /// <summary>The recording of the row.</summary>
    public static MediaTemplate Recording { get; } = new(null, "file");

    /// <summary>The column with recordings that follow it, after 0.1 s of silence each, parted by <c>|</c>; or null.</summary>
    public string? Join { get; init; }

    /// <summary>The column with recordings that are heard at the same time, parted by <c>|</c>; or null.</summary>
    public string? Overlay { get; init; }
}

/// <summary>Noise for a scenario: each recording is asked clean and once per ratio, always with the noise that its own name draws.</summary>
/// <param name="Snr">Signal-to-noise ratios in dB, loudest signal first.</param>
/// <param name="Select">Which rows of the manifest are noises.</param>
/// <param name="Seed">What the choice of noise and of its start depends on, besides the recording.</param>
public sealed record NoiseTemplate(IReadOnlyList<double> Snr, IReadOnlyDictionary<string, IReadOnlyList<string>> Select, int Seed);
