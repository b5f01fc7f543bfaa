using System.Text.Json;
using Audire.Models;
using Audire.Models.Whisper;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>Configurations: what the published files say, what follows without them, and what is refused.</summary>
public sealed class WhisperVocabularyTests
{
    [Fact]
    public void The_published_vocabulary_follows_from_its_size_alone()
    {
        var (config, file) = Published();
        var derived = WhisperVocabulary.Parse(null, config, "nothing");
        Assert.Equal(file.Languages.OrderBy(language => language.Value), derived.Languages.OrderBy(language => language.Value));
        Assert.Equal(
            (file.EndOfText, file.StartOfTranscript, file.Translate, file.Transcribe, file.StartOfPrevious, file.NoSpeech, file.NoTimestamps, file.MaxInitialTimestampIndex),
            (derived.EndOfText, derived.StartOfTranscript, derived.Translate, derived.Transcribe, derived.StartOfPrevious, derived.NoSpeech, derived.NoTimestamps, derived.MaxInitialTimestampIndex));
        Assert.Equal(8, file.AlignmentHeads.Count);
        Assert.All(derived.AlignmentHeads, head => Assert.InRange(head.Layer, config.DecoderLayers / 2, config.DecoderLayers - 1));
    }

    [Fact]
    public void An_English_only_vocabulary_has_no_languages_and_cannot_translate()
    {
        var vocabulary = WhisperVocabulary.Parse(null, Published().Config with { VocabularySize = 51864 }, "nothing");
        Assert.False(vocabulary.IsMultilingual);
        Assert.Equal([50257, 50362], vocabulary.Opening("en", WhisperTask.Transcribe, timestamps: false));
        Assert.Throws<ArgumentException>(() => vocabulary.Opening("en", WhisperTask.Translate, timestamps: false));
    }

    [Theory]
    [InlineData("""{"no_timestamps_token_id": 51865}""")]
    [InlineData("""{"eos_token_id": -1}""")]
    [InlineData("""{"suppress_tokens": [1, 99999999]}""")]
    [InlineData("""{"suppress_tokens": ["x"]}""")]
    [InlineData("""{"alignment_heads": [[6, 0]]}""")]
    [InlineData("""{"alignment_heads": [[1]]}""")]
    [InlineData("""{"lang_to_id": {"<|en|>": 1e9}}""")]
    public void Ids_outside_the_vocabulary_are_refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        var error = Assert.Throws<ModelConfigException>(() => WhisperVocabulary.Parse(document.RootElement, Published().Config, "generation_config.json"));
        Assert.StartsWith("generation_config.json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("d_model", "0")]
    [InlineData("d_model", "510")]
    [InlineData("encoder_layers", "\"six\"")]
    [InlineData("vocab_size", "999999999")]
    [InlineData("max_source_positions", "null")]
    [InlineData("activation_function", "\"relu\"")]
    public void A_config_no_Whisper_can_have_is_refused(string field, string value)
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(Fixtures.RequireShared("models", "whisper-base", "config.json")));
        var fields = published.RootElement.EnumerateObject().Select(each => $"\"{each.Name}\": {(each.Name == field ? value : each.Value.GetRawText())}");
        using var changed = JsonDocument.Parse($"{{{string.Join(',', fields)}}}");
        Assert.Throws<ModelConfigException>(() => WhisperConfig.Parse(changed.RootElement, "config.json"));
    }

    [Theory]
    [InlineData("de", "de")]
    [InlineData("de-AT", "de")]
    [InlineData(" German ", "de")]
    [InlineData("pt_BR", "pt")]
    [InlineData("Haitian Creole", "ht")]
    [InlineData("Flemish", "nl")]
    [InlineData("iw", "he")]
    [InlineData("Klingon", null)]
    [InlineData("", null)]
    public void Languages_are_known_by_code_tag_and_name(string text, string? code) => Assert.Equal(code, WhisperLanguage.CodeOf(text));

    [Fact]
    public void Parameters_of_published_shapes_are_counted_without_memory()
    {
        var (config, _) = Published();
        using var network = RandomWhisper.Shapes(config);
        Assert.Equal(72_593_920, network.Parameters);
        Assert.Equal(245, network.Shapes.Count);
        Assert.Equal([512, 80, 3], network.Shapes["encoder.conv1.weight"]);

        using var large = RandomWhisper.Shapes(config with
        {
            Width = 1280,
            EncoderLayers = 32,
            EncoderHeads = 20,
            EncoderHidden = 5120,
            DecoderLayers = 32,
            DecoderHeads = 20,
            DecoderHidden = 5120,
        });
        Assert.Equal(1_543_304_960, large.Parameters);
    }

    private static (WhisperConfig Config, WhisperVocabulary Vocabulary) Published()
    {
        using var config = JsonDocument.Parse(File.ReadAllBytes(Fixtures.RequireShared("models", "whisper-base", "config.json")));
        using var generation = JsonDocument.Parse(File.ReadAllBytes(Fixtures.RequireShared("models", "whisper-base", "generation_config.json")));
        var parsed = WhisperConfig.Parse(config.RootElement, "config.json");
        return (parsed, WhisperVocabulary.Parse(generation.RootElement, parsed, "generation_config.json"));
    }
}
