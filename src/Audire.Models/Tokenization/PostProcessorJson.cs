namespace Audire.Models.Tokenization;

/// <summary>The "post_processor" of a tokenizer.json: which ids stand before and after a text.</summary>
internal static class PostProcessorJson
{
    public static (int[] Prefix, int[] Suffix) Read(JsonPart part, Vocabulary vocabulary)
    {
        var type = part.Required("type").Text();
        return type switch
        {
            "ByteLevel" => ([], []), // concerns offsets only
            "TemplateProcessing" => Template(part, vocabulary),
            "BertProcessing" or "RobertaProcessing" => ([PairId(part.Required("cls"))], [PairId(part.Required("sep"))]),
            "Sequence" => Sequence(part, vocabulary),
            _ => throw part.Wrong($"is of type {Vocabulary.Shorten(type)}, which is not supported"),
        };
    }

    private static (int[], int[]) Sequence(JsonPart part, Vocabulary vocabulary)
    {
        int[] prefix = [], suffix = [];
        foreach (var step in part.Required("processors").Items())
        {
            var (before, after) = Read(step, vocabulary);
            (prefix, suffix) = ([.. before, .. prefix], [.. suffix, .. after]);
        }
        return (prefix, suffix);
    }

    private static (int[], int[]) Template(JsonPart part, Vocabulary vocabulary)
    {
        var ids = new Dictionary<string, int[]>(StringComparer.Ordinal);
        if (part.Optional("special_tokens") is { } tokens)
            foreach (var (name, token) in tokens.Members()) ids[name] = [.. token.Required("ids").Items().Select(id => Known(id, vocabulary))];
        List<int> prefix = [], suffix = [];
        var seen = false;
        foreach (var item in part.Required("single").Items())
        {
            if (item.Optional("SpecialToken") is { } special)
            {
                var name = special.Required("id").Text();
                if (!ids.TryGetValue(name, out var known)) throw special.Wrong($"names {Vocabulary.Shorten(name)}, which special_tokens lacks");
                (seen ? suffix : prefix).AddRange(known);
                continue;
            }
            item.Required("Sequence");
            if (seen) throw item.Wrong("repeats the text");
            seen = true;
        }
        return ([.. prefix], [.. suffix]);
    }

    // ["<s>", 0]
    private static int PairId(JsonPart pair) =>
        pair.Items().Take(3).ToArray() is [_, var id] ? id.Integer() : throw pair.Wrong("is not a token with its id");

    private static int Known(JsonPart part, Vocabulary vocabulary) =>
        vocabulary.Token(part.Integer()) is not null ? part.Integer() : throw part.Wrong("is an id without a token");
}
