namespace Audire.Evaluation.Suites;

#pragma warning disable CA1812 // YamlDotNet makes these

/// <summary>A suite file as it is written; unknown keys are errors. <c>docs/suites.md</c> documents every key.</summary>
internal sealed class SuiteYaml
{
    public string? Suite { get; set; }
    public string? Title { get; set; }
    public string? Manifest { get; set; }
    public int? Seed { get; set; }
    public bool? Optional { get; set; }
    public List<ScenarioYaml>? Scenarios { get; set; }
}

/// <summary>A scenario as it is written.</summary>
internal sealed class ScenarioYaml
{
    public string? Name { get; set; }
    public string? Aspect { get; set; }
    public string? Title { get; set; }
    public string? Description { get; set; }
    public string? Task { get; set; }
    public string? Prompt { get; set; }
    public List<MediaYaml>? Media { get; set; }
    public Dictionary<string, List<string>>? Select { get; set; }
    public string? Reference { get; set; }
    public string? Alternatives { get; set; }
    public string? Heard { get; set; }
    public List<string>? Answers { get; set; }
    public List<string>? AnswerColumns { get; set; }
    public Dictionary<string, string>? Labels { get; set; }
    public Dictionary<string, string>? Aliases { get; set; }
    public List<string>? Metrics { get; set; }
    public List<string>? Judged { get; set; }
    public string? Main { get; set; }
    public string? Normalizer { get; set; }
    public string? Cluster { get; set; }
    public List<string>? Slices { get; set; }
    public CompareYaml? Compare { get; set; }
    public NoiseYaml? Noise { get; set; }
    public int? MaxTokens { get; set; }
    public int? Limit { get; set; }
    public int? Quick { get; set; }
    public bool? Generated { get; set; }
}

internal sealed class MediaYaml
{
    public string? Text { get; set; }
    public string? Audio { get; set; }
    public string? Join { get; set; }
    public string? Overlay { get; set; }
}

internal sealed class CompareYaml
{
    public string? By { get; set; }
    public string? Against { get; set; }
    public string? Pair { get; set; }
}

internal sealed class NoiseYaml
{
    public List<double>? Snr { get; set; }
    public Dictionary<string, List<string>>? Select { get; set; }
    public int? Seed { get; set; }
}
