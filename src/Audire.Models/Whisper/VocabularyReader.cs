using System.Text.Json;

namespace Audire.Models.Whisper;

/// <summary>Reads a <see cref="WhisperVocabulary"/> from JSON that nobody has checked yet.</summary>
internal sealed class VocabularyReader(JsonElement? generation, WhisperConfig config, string origin)
{
    // Timestamps run from 0.00 to 30.00 s in steps of 20 ms; eight control tokens that are no languages stand before them.
    private const int Timestamps = 1501;
    private const int ControlTokens = 8;
    private const int TextOfMultilingual = 50257;
    private const int TextOfEnglishOnly = 50256;
    private const int SmallestMultilingual = 51865;

    public WhisperVocabulary Read()
    {
        var languages = Languages();
        var multilingual = languages.Count > 0;
        var noTimestamps = Token("no_timestamps_token_id") ?? config.VocabularySize - Timestamps - 1;
        return new WhisperVocabulary
        {
            EndOfText = Token("eos_token_id") ?? (multilingual ? TextOfMultilingual : TextOfEnglishOnly),
            StartOfTranscript = Token("decoder_start_token_id") ?? (multilingual ? TextOfMultilingual : TextOfEnglishOnly) + 1,
            Translate = multilingual ? Task("translate") ?? Checked(noTimestamps - 5, "the translate token") : null,
            Transcribe = multilingual ? Task("transcribe") ?? Checked(noTimestamps - 4, "the transcribe token") : null,
            StartOfPrevious = Token("prev_sot_token_id") ?? Checked(noTimestamps - 2, "the start-of-previous token"),
            NoSpeech = Checked(noTimestamps - 1, "the no-speech token"),
            NoTimestamps = Checked(noTimestamps, "no_timestamps_token_id"),
            Languages = languages,
            Suppressed = Tokens("suppress_tokens"),
            SuppressedAtBegin = Tokens("begin_suppress_tokens"),
            AlignmentHeads = Heads(),
            MaxInitialTimestampIndex = Number("max_initial_timestamp_index") is { } index
                ? Within(index, Timestamps, "max_initial_timestamp_index") : 50,
        };
    }

    private Dictionary<string, int> Languages()
    {
        if (Property("lang_to_id", JsonValueKind.Object) is { } table)
            return table.EnumerateObject().ToDictionary(
                entry => entry.Name.Trim('<', '>', '|'), entry => Checked(Integer(entry.Value, "lang_to_id"), "lang_to_id"), StringComparer.Ordinal);
        if (Property("is_multilingual", JsonValueKind.False) is not null) return [];

        // Without a table the count follows from the vocabulary: what is neither text, control token nor timestamp is a language.
        var count = config.VocabularySize - TextOfMultilingual - ControlTokens - Timestamps;
        return config.VocabularySize >= SmallestMultilingual && count <= WhisperLanguage.Codes.Count
            ? Enumerable.Range(0, count).ToDictionary(i => WhisperLanguage.Codes[i], i => TextOfMultilingual + 2 + i, StringComparer.Ordinal)
            : [];
    }

    private int? Task(string name) =>
        Property("task_to_id", JsonValueKind.Object) is { } tasks && tasks.TryGetProperty(name, out var id) ? Checked(Integer(id, "task_to_id"), "task_to_id") : null;

    private List<AlignmentHead> Heads()
    {
        List<AlignmentHead> heads = [];
        if (Property("alignment_heads", JsonValueKind.Array) is not { } pairs)
        {
            // Nobody measured which heads follow the speech: those of the later half do on the whole.
            for (var layer = config.DecoderLayers / 2; layer < config.DecoderLayers; layer++)
                for (var head = 0; head < config.DecoderHeads; head++) heads.Add(new AlignmentHead(layer, head));
            return heads;
        }
        foreach (var pair in pairs.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw new ModelConfigException(origin, "an entry of alignment_heads is no pair of layer and head");
            heads.Add(new AlignmentHead(
                Within(Integer(pair[0], "alignment_heads"), config.DecoderLayers, "a layer of alignment_heads"),
                Within(Integer(pair[1], "alignment_heads"), config.DecoderHeads, "a head of alignment_heads")));
        }
        return heads;
    }

    private int[] Tokens(string key) =>
        Property(key, JsonValueKind.Array) is { } ids ? [.. ids.EnumerateArray().Select(id => Checked(Integer(id, key), key))] : [];

    private int? Token(string key) => Number(key) is { } id ? Checked(id, key) : null;

    private int? Number(string key) => Property(key, JsonValueKind.Number) is { } value ? Integer(value, key) : null;

    private JsonElement? Property(string key, JsonValueKind kind) =>
        generation is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(key, out var value) && value.ValueKind == kind ? value : null;

    private int Integer(JsonElement value, string key) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
        ? number : throw new ModelConfigException(origin, $"its {key} holds a {value.ValueKind} where a whole number was expected");

    private int Checked(int id, string key) => Within(id, config.VocabularySize, key);

    private int Within(int value, int limit, string key) => value >= 0 && value < limit
        ? value : throw new ModelConfigException(origin, $"its {key} is {value}, and must lie from 0 to {limit - 1}");
}
