using System.Text.RegularExpressions;

namespace Audire.Models.Tokenization;

/// <summary>The "pre_tokenizer" of a tokenizer.json.</summary>
internal static class PreTokenizerJson
{
    /// <returns>The splitter, and whether pieces go to the model as bytes.</returns>
    public static (IPreTokenizer Splitter, bool ByteLevel) Read(JsonPart part)
    {
        var type = part.Required("type").Text();
        return type switch
        {
            "ByteLevel" => (ByteLevel(part), true),
            "Sequence" => Sequence(part),
            "Split" => (Split(part), false),
            "Digits" => (Pattern(part, SplitPatterns.Digit, part.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous), false),
            "Metaspace" => (Metaspace(part), false),
            "Whitespace" => (Pattern(part, @"\w+|[^\w\s]+", SplitBehavior.Removed, invert: true), false),
            "WhitespaceSplit" => (Pattern(part, @"\s", SplitBehavior.Removed), false),
            "Punctuation" => (Pattern(part, @"[\p{P}$+<=>^`|~]", Behavior(part, "Isolated")), false),
            _ => throw part.Wrong($"is of type {Vocabulary.Shorten(type)}, which is not supported"),
        };
    }

    private static (IPreTokenizer, bool) Sequence(JsonPart part)
    {
        var steps = part.Required("pretokenizers").Items().Select(Read).ToList();
        return (new PreTokenizerSequence([.. steps.Select(step => step.Splitter)]), steps.Any(step => step.ByteLevel));
    }

    private static IPreTokenizer ByteLevel(JsonPart part)
    {
        var steps = new List<IPreTokenizer>();
        if (part.Flag("add_prefix_space", true)) steps.Add(new PrefixSpace());
        if (part.Flag("use_regex", true)) steps.Add(Pattern(part, SplitPatterns.Gpt2, SplitBehavior.Isolated));
        return steps.Count switch { 0 => new WholeText(), 1 => steps[0], _ => new PreTokenizerSequence(steps) };
    }

    private static PatternSplit Split(JsonPart part)
    {
        var pattern = part.Required("pattern");
        var regex = pattern.Text("String") is { } literal ? Regex.Escape(literal) : pattern.Required("Regex").Text();
        return Pattern(part, regex, Behavior(part, null), part.Flag("invert", false));
    }

    private static Metaspace Metaspace(JsonPart part)
    {
        var replacement = part.Text("replacement") ?? "▁";
        if (replacement.Length != 1 || char.IsSurrogate(replacement[0])) throw part.Wrong("has a replacement that is not one character");
        var scheme = part.Text("prepend_scheme") ?? (part.Flag("add_prefix_space", true) ? "always" : "never");
        return new Metaspace(replacement[0], scheme switch
        {
            "always" => PrependScheme.Always,
            "first" => PrependScheme.First,
            "never" => PrependScheme.Never,
            _ => throw part.Wrong($"has the prepend_scheme {Vocabulary.Shorten(scheme)}; always, first and never are known"),
        }, part.Flag("split", true));
    }

    private static SplitBehavior Behavior(JsonPart part, string? absent)
    {
        var name = part.Text("behavior") ?? absent ?? throw part.Wrong("lacks \"behavior\"");
        return Enum.TryParse<SplitBehavior>(name, out var behavior) && Enum.IsDefined(behavior)
            ? behavior : throw part.Wrong($"has the behavior {Vocabulary.Shorten(name)}, which is not known");
    }

    private static PatternSplit Pattern(JsonPart part, string pattern, SplitBehavior behavior, bool invert = false) =>
        new(new BoundedRegex(part.Source, pattern), behavior, invert);
}
