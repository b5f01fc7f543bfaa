namespace Audire.Reporting.Model;

/// <summary>A metric in words.</summary>
/// <param name="Name">The name in records, say <c>wer</c>.</param>
/// <param name="Label">The name for people.</param>
/// <param name="Meaning">One sentence on what it measures.</param>
/// <param name="HigherIsBetter">The direction; null where it has none.</param>
public sealed record MetricModel(string Name, string Label, string Meaning, bool? HigherIsBetter)
{
    private static readonly Dictionary<string, (string Label, string Meaning)> Known = new(StringComparer.Ordinal)
    {
        ["wer"] = ("word error rate", "Words substituted, left out and inserted, over the words of the reference; it can pass 1."),
        ["cer"] = ("character error rate", "The word error rate's counts over characters; fit for scripts without spaces."),
        ["accuracy"] = ("accuracy", "The share of answers that are right."),
        ["exact_match"] = ("exact match", "The share of answers equal to an accepted one, as written."),
        ["quasi_exact_match"] = ("quasi-exact match", "The share of answers equal to an accepted one once case, articles and punctuation are set aside."),
        ["macro_f1"] = ("macro F1", "The harmonic mean of precision and recall, averaged over classes so that each counts alike."),
        ["f1"] = ("F1", "The harmonic mean of precision and recall."),
        ["bleu"] = ("BLEU", "Overlap of word sequences of up to four with the reference translation, 0 to 100."),
        ["chrf"] = ("chrF", "Overlap of character sequences with the reference, 0 to 100."),
        ["rouge_l"] = ("ROUGE-L", "Longest common subsequence of words with the reference."),
        ["win_rate"] = ("mean win rate", "The share of comparisons with other systems that a system wins, averaged over scenarios; ties count half."),
    };

    /// <summary>Every metric that has words of its own here, by name.</summary>
    public static IEnumerable<string> KnownNames => Known.Keys;

    /// <summary>The words for a metric; one that is not known speaks for itself.</summary>
    public static MetricModel Of(string name, bool? higherIsBetter) => Known.TryGetValue(name, out var words)
        ? new(name, words.Label, words.Meaning, higherIsBetter)
        : new(name, name.Replace('_', ' '), "", higherIsBetter);

    /// <summary>The direction in words.</summary>
    public string Direction => HigherIsBetter switch
    {
        true => "higher is better",
        false => "lower is better",
        null => "no direction",
    };

    /// <summary>The direction as an arrow.</summary>
    public string Arrow => HigherIsBetter switch { true => "↑", false => "↓", null => "" };

    /// <summary>Whether an instance's score is the best the metric has.</summary>
    public bool IsBest(double score) => HigherIsBetter == false ? score <= 0 : score >= 1;
}
