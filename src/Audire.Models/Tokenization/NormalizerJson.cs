using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>The "normalizer" of a tokenizer.json.</summary>
internal static class NormalizerJson
{
    private const int MaxInsertion = 256; // characters that one match may become

    public static TextNormalizer Read(JsonPart part)
    {
        var type = part.Required("type").Text();
        return type switch
        {
            "NFC" => TextNormalizers.Unicode(NormalizationForm.FormC),
            "NFD" => TextNormalizers.Unicode(NormalizationForm.FormD),
            "NFKC" => TextNormalizers.Unicode(NormalizationForm.FormKC),
            "NFKD" => TextNormalizers.Unicode(NormalizationForm.FormKD),
            "Lowercase" => TextNormalizers.Lowercase,
            "Strip" => TextNormalizers.Strip(part.Flag("strip_left", true), part.Flag("strip_right", true)),
            "Prepend" => TextNormalizers.Prepend(Insertion(part, "prepend")),
            "Replace" => Replace(part),
            "Sequence" => TextNormalizers.Sequence([.. part.Required("normalizers").Items().Select(Read)]),
            _ => throw part.Wrong($"is of type {Vocabulary.Shorten(type)}, which is not supported"),
        };
    }

    private static TextNormalizer Replace(JsonPart part)
    {
        var content = Insertion(part, "content");
        var pattern = part.Required("pattern");
        if (pattern.Text("String") is not { } literal)
            return TextNormalizers.Replace(new BoundedRegex(part.Source, pattern.Required("Regex").Text()), content);
        return literal.Length > 0 ? TextNormalizers.Replace(literal, content) : throw part.Wrong("replaces an empty string");
    }

    private static string Insertion(JsonPart part, string name)
    {
        var text = part.Required(name).Text();
        return text.Length <= MaxInsertion ? text : throw part.Wrong($"inserts {text.Length} characters; {MaxInsertion} are accepted");
    }
}
