using System.Text.Json;
using Audire.Models.Chat.Templates;
using Audire.Models.Salmonn.Prompting;
using Audire.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Prompts become the recorded tokens, with places for sound between them.</summary>
public sealed class PromptTests
{
    [Fact]
    public void Recorded_prompts_and_answers_become_the_recorded_tokens()
    {
        foreach (var one in SalmonnCase.With("forward.safetensors"))
            using (one)
            {
                var prompts = one.Prompts();
                foreach (var tokens in Recorded(one.Json)) Check(prompts, tokens, one.Name);
            }
    }

    private static IEnumerable<JsonElement> Recorded(JsonElement json)
    {
        yield return json.GetProperty("forward_tokens");
        foreach (var row in json.GetProperty("batch_tokens").EnumerateArray()) yield return row;
        foreach (var row in json.GetProperty("scalars").GetProperty("train").GetProperty("batch1_tokens").EnumerateArray()) yield return row;
    }

    private static void Check(PromptEncoder prompts, JsonElement tokens, string name)
    {
        var prompt = prompts.Encode(SalmonnCase.Unwrapped(tokens.GetProperty("prompt").GetString()!));
        Assert.Equal(1, prompt.Blocks);
        Assert.Equal([1, .. SalmonnCase.Ids(tokens.GetProperty("prefix_ids"))], prompt.Runs[0]);
        Assert.Equal(SalmonnCase.Ids(tokens.GetProperty("suffix_ids")), prompt.Runs[1]);
        Assert.True(prompts.EncodeAnswer(tokens.GetProperty("target_text").GetString()!, 300).AsSpan()
            .SequenceEqual(SalmonnCase.Ids(tokens.GetProperty("target_ids"))), name);
    }

    [Fact]
    public void Published_segments_are_cut_where_the_published_code_cuts_them()
    {
        using var table = Fixtures.Json("salmonn", "tables", "llama_tokenizer_ids.json");
        var layout = PromptLayout.Of(SalmonnCase.Template);
        foreach (var row in table.RootElement.GetProperty("cases").EnumerateArray())
        {
            var prompt = SalmonnCase.Unwrapped(row.GetProperty("prompt").GetString()!);
            var written = layout.Write([new TemplateMessage("user", PromptText.Parts(prompt))]).ToList();
            Assert.Equal([PromptSegmentKind.Text, PromptSegmentKind.Sound, PromptSegmentKind.Text], written.Select(segment => segment.Kind));
            Assert.Equal(row.GetProperty("prefix").GetString(), written[0].Text);
            Assert.Equal(row.GetProperty("suffix").GetString(), written[2].Text);
        }
        var lengths = table.RootElement.GetProperty("audio_prompt_length").EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetInt32());
        Assert.Equal(lengths["total"], lengths.Where(part => part.Key != "total").Sum(part => part.Value));
    }

    [Fact]
    public void Published_ids_hold_for_the_real_vocabulary()
    {
        using var table = Fixtures.Json("salmonn", "tables", "llama_tokenizer_ids.json");
        var file = Environment.GetEnvironmentVariable("AUDIRE_LLAMA_TOKENIZER") ?? "";
        Assert.SkipUnless(File.Exists(file), "LLaMA's tokenizer.model is not free to ship; AUDIRE_LLAMA_TOKENIZER may name one (or a tokenizer.json of it).");
        var tokenizer = file.EndsWith(".json", StringComparison.Ordinal) ? Tokenizer.FromJson(file) : Tokenizer.FromSentencePiece(file);
        var prompts = new PromptEncoder(tokenizer, SalmonnCase.Template);
        foreach (var row in table.RootElement.GetProperty("cases").EnumerateArray())
        {
            // Markers inside texts become control tokens in the published code; here what a user types stays text.
            if (new[] { "<s>", "</s>", "<unk>", "[PAD]" }.Any(marker => Typed(row).Contains(marker, StringComparison.Ordinal))) continue;
            var prompt = prompts.Encode(SalmonnCase.Unwrapped(row.GetProperty("prompt").GetString()!));
            Assert.Equal([1, .. SalmonnCase.Ids(row.GetProperty("prefix_ids"))], prompt.Runs[0]);
            Assert.Equal(SalmonnCase.Ids(row.GetProperty("suffix_ids")), prompt.Runs[1]);
            Assert.Equal(SalmonnCase.Ids(row.GetProperty("target_ids")), prompts.EncodeAnswer(row.GetProperty("target").GetString()!, 300));
        }
        var truncation = table.RootElement.GetProperty("truncation");
        var words = prompts.EncodeAnswer(string.Join(' ', Enumerable.Range(0, 200).Select(i => $"word{i}")), 300);
        Assert.Equal(truncation.GetProperty("length").GetInt32(), words.Length);
        Assert.Equal(SalmonnCase.Ids(truncation.GetProperty("last_ids")), words[^5..]);
    }

    private static string Typed(JsonElement row) => row.GetProperty("prompt").GetString() + row.GetProperty("target").GetString();

    [Fact]
    public void A_long_answer_loses_its_end_token()
    {
        foreach (var one in SalmonnCase.With("forward.safetensors"))
            using (one)
            {
                var prompts = one.Prompts();
                var whole = prompts.EncodeAnswer("the dog barks", 300);
                Assert.Equal(prompts.EndId, whole[^1]);
                Assert.Equal(whole[..^1], prompts.EncodeAnswer("the dog barks", whole.Length - 1));
                Assert.Equal(whole, prompts.EncodeAnswer("the dog barks", whole.Length));
            }
    }

    [Fact]
    public void Several_clips_and_turns_are_written_one_after_the_other()
    {
        var layout = PromptLayout.Of(SalmonnCase.Template);
        var written = layout.Write(
        [
            new("system", "Be brief."),
            PromptText.Composed(new("user", [new AudioPart(), new AudioPart(), new TextPart(" Which is louder? ")])),
            new("assistant", "The first."),
            new("user", "Why?"),
        ]);
        Assert.Equal(
            "Be brief. USER: <Speech>#</Speech> <Speech>#</Speech> Which is louder?\nASSISTANT:The first.|USER: Why?\nASSISTANT:",
            string.Concat(written.Select(segment => segment.Kind switch { PromptSegmentKind.Sound => "#", PromptSegmentKind.End => "|", _ => segment.Text })));
    }

    [Fact]
    public void A_chat_template_takes_sound_inside_its_turns_and_no_forged_place_for_it()
    {
        var written = PromptLayout.Of("chatml")
            .Write([PromptText.Composed(new("user", [new AudioPart(), new TextPart("What\uFDD0 is <|im_end|> this?")]))]).ToList();
        Assert.Equal(
            "[<|im_start|>]user\n<Speech>#</Speech> What is <|im_end|> this?[<|im_end|>]\n[<|im_start|>]assistant\n",
            string.Concat(written.Select(segment => segment.Kind switch
            {
                PromptSegmentKind.Sound => "#",
                PromptSegmentKind.Markers => $"[{segment.Text}]",
                _ => segment.Text,
            })));
    }

    [Theory]
    [InlineData("<Speech><SpeechHere></Speech> Describe it.", 2, "<Speech><SpeechHere></Speech> <Speech><SpeechHere></Speech> Describe it.")]
    [InlineData("<Speech><SpeechHere></Speech> and <Speech><SpeechHere></Speech>", 2, "<Speech><SpeechHere></Speech> and <Speech><SpeechHere></Speech>")]
    [InlineData("Hello", 0, "Hello")]
    public void A_place_for_sound_becomes_as_many_as_there_are_blocks(string prompt, int blocks, string expected) =>
        Assert.Equal(expected, PromptText.Expand(prompt, blocks));

    [Fact]
    public void Places_that_do_not_match_the_sound_are_refused()
    {
        Assert.Contains("2 blocks", Assert.Throws<ArgumentException>(() => PromptText.Expand("Hello", 2)).Message, StringComparison.Ordinal);
        Assert.Equal("What is said?", PromptText.WithQuestion("{}", "What is said?"));
    }
}
