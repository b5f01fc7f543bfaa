namespace Audire.Evaluation.Scenarios;

/// <summary>What a scenario asks a system to do; a system takes part in the scenarios whose task it can do.</summary>
public static class ScenarioTask
{
    /// <summary>Write down what is said.</summary>
    public const string Transcription = "transcription";

    /// <summary>Answer with one of a closed set of names.</summary>
    public const string Classification = "classification";

    /// <summary>Name the language that is spoken, out of a closed set.</summary>
    public const string LanguageIdentification = "language-identification";

    /// <summary>Answer with the letter of an option.</summary>
    public const string MultipleChoice = "multiple-choice";

    /// <summary>Answer freely.</summary>
    public const string Generation = "generation";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Transcription, Classification, LanguageIdentification, MultipleChoice, Generation];
}
