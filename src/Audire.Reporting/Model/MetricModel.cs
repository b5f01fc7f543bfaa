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
        ["wer"] = ("word error rate", "Words substituted, left out and inserted, over all words of the references; it can pass 1."),
        ["wer-mean"] = ("mean word error rate", "The word error rate of each instance, averaged: short sentences weigh as much as long ones."),
        ["cer"] = ("character error rate", "The word error rate's counts over characters; fit for scripts without spaces."),
        ["accuracy"] = ("accuracy", "The share of answers that are the right one and nothing else, case and punctuation aside."),
        ["accuracy-lenient"] = ("lenient accuracy", "The share of answers that are right, or mention the right option and no other."),
        ["exact-match"] = ("exact match", "The share of answers equal to an accepted one, as written."),
        ["quasi-exact-match"] = ("quasi-exact match", "The share of answers equal to an accepted one once case, articles and punctuation are set aside."),
        ["prefix-exact-match"] = ("prefix match", "The share of answers that begin with an accepted one, as written."),
        ["quasi-prefix-exact-match"] = ("quasi-prefix match", "The share of answers that begin with an accepted one once case, articles and punctuation are set aside."),
        ["per"] = ("phone error rate", "Phones substituted, left out and inserted, over all phones of the references; it can pass 1."),
        ["wer-permutation"] = ("word error rate, best assignment", "The word error rate over several talkers, each assigned the written sentence that fits best."),
        ["accuracy-mention"] = ("accuracy by mention", "The share of answers that mention an expected one as whole words: a rule where no judge was asked, which takes no notice of negation or of other wording."),
        ["keyword-accuracy"] = ("top-3 keyword accuracy", "Of the first three keywords answered, those among the expected ones, over all that could be right."),
        ["bleu-4"] = ("BLEU-4", "Agreement in runs of one to four words over all answers together, 0 to 100 (sacrebleu, 13a)."),
        ["bleu-4-char"] = ("BLEU-4 over characters", "Agreement in runs of one to four characters over all answers together, 0 to 100 (sacrebleu)."),
        ["meteor"] = ("METEOR", "Agreement in words and stems, less a penalty for scattered matches, 0 to 1; without WordNet's synonyms."),
        ["rouge-l"] = ("ROUGE-L", "Agreement in the longest common sequence of stemmed words, 0 to 1 (F)."),
        ["cider"] = ("CIDEr-D", "Agreement in the words that are rare in the scenario's references, 0 to 10; the half of SPIDEr that needs no parser."),
        ["diversity"] = ("diversity", "Different words an answer, on average."),
        ["following-story"] = ("following rate", "The share of answers of fifty words or more."),
        ["following-answer"] = ("following rate", "The share of answers that are not empty and no transcript: a word error rate of 0.3 or more against what is said."),
        ["judge-accuracy"] = ("accuracy, judged", "The share of answers that the judge found to say what is expected; answers without a readable verdict are missing."),
        ["judge-following"] = ("following rate, judged", "The share of answers that the judge found to do what the instruction asks, right or wrong."),
        ["judge-rating"] = ("rating, judged", "How far the judge found answers to agree with the reference, 1 (wrong throughout) to 5 (completely), on average."),
        ["judge-refusal"] = ("refusal rate, judged", "The share of answers that the judge found to decline what was asked."),
        ["repeat-rate"] = ("repeat rate", "The share of answers in which a run of words stands four times in succession."),
        ["win_rate"] = ("mean win rate", "The share of comparisons with other systems that a system wins, averaged over scenarios; ties count half."),
    };

    /// <summary>The metric that single items are scored by: <c>wer</c> where the name is <c>wer@gender:worst</c>.</summary>
    public string OfItems => SliceName.Parse(Name)?.Metric ?? Name;

    /// <summary>The words for a metric; one that is not known speaks for itself.</summary>
    public static MetricModel Of(string name, bool? higherIsBetter)
    {
        if (SliceName.Parse(name) is { } slice)
        {
            var (inner, group) = (Of(slice.Metric, higherIsBetter), GroupNames.Of(slice.Group));
            return slice.Value == "worst"
                ? new(name, $"{inner.Label}, worst {group}", $"The {inner.Label} within the {group} that fares worst: neither silence nor equal failure improves it.", higherIsBetter)
                : new(name, $"{inner.Label} where {group} is {slice.Value}", inner.Meaning, higherIsBetter);
        }

        return Known.TryGetValue(name, out var words)
            ? new(name, words.Label, words.Meaning, higherIsBetter)
            : new(name, name.Replace('_', ' ').Replace('-', ' '), "", higherIsBetter);
    }

    /// <summary>The direction in words.</summary>
    public string Direction => HigherIsBetter switch
    {
        true => "higher is better",
        false => "lower is better",
        null => "no direction",
    };

    /// <summary>The direction as an arrow.</summary>
    public string Arrow => HigherIsBetter switch { true => "↑", false => "↓", null => "" };

    /// <summary>True where a single answer is more or less good, and never right or wrong.</summary>
    public bool IsGraded => OfItems is "bleu-4" or "bleu-4-char" or "meteor" or "rouge-l" or "cider" or "diversity";

    /// <summary>Whether an instance's score is the best the metric has.</summary>
    public bool IsBest(double score) => HigherIsBetter == false ? score <= 0 : score >= 1;
}
