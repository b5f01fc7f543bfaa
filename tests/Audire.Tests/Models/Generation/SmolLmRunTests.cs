using System.Text.Json;
using Audire.Models.Chat.Templates;
using Audire.Models.Generation;
using Audire.Models.Llama;
using Audire.Tests.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>Real SmolLM2 from conversation to text: prompts, beam searches and texts as recorded (fixtures/llm, tolerances of its README).</summary>
[Trait("Category", "RealWeights")]
public sealed class SmolLmRunTests
{
    [Fact]
    public void Conversations_become_the_recorded_prompts_and_answers_the_recorded_texts()
    {
        var tokenizer = TokenizerFiles.Require("smollm2");
        using var json = Fixtures.Json("llm", "smollm2_greedy.json");
        var template = ChatTemplate.ByName("smollm2");
        foreach (var chat in json.RootElement.GetProperty("chats").EnumerateArray())
        {
            var messages = Messages(chat);
            Assert.Equal(chat.GetProperty("rendered").GetString(), string.Concat(template.Render(messages).Select(segment => segment.Text)));
            Assert.Equal(Ids(chat.GetProperty("prompt_ids")), template.Encode(tokenizer, messages));
            Assert.Equal(chat.GetProperty("text").GetString(), tokenizer.Decode(Ids(chat.GetProperty("ids")), skipSpecial: true));
        }
    }

    [Fact]
    public void Beam_searches_find_the_recorded_answers()
    {
        using var json = Fixtures.Json("llm", "smollm2_beam.json");
        var folder = Fixtures.RequireShared("models", "smollm2-135m-instruct");
        var tokenizer = TokenizerFiles.Require("smollm2");
        using var model = LlamaModel.Load(Directory.EnumerateFiles(folder, "*.gguf").Single());
        foreach (var run in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            using var state = model.Start();
            var prompt = Ids(run.GetProperty("prompt_ids"));
            var options = new GenerationOptions
            {
                Beams = run.GetProperty("num_beams").GetInt32(),
                MaxNewTokens = run.GetProperty("max_new_tokens").GetInt32(),
                LengthPenalty = run.GetProperty("length_penalty").GetDouble(),
                StopIds = [tokenizer.EosId!.Value],
            };
            var found = BeamSearch.Run(state, state.Prefill(prompt, TestContext.Current.CancellationToken), [prompt], options, cancellation: TestContext.Current.CancellationToken)[0];
            foreach (var (sequence, hypothesis) in run.GetProperty("sequences").EnumerateArray().Zip(found))
            {
                Assert.Equal(Ids(sequence.GetProperty("ids")), hypothesis.Tokens);
                Assert.Equal(sequence.GetProperty("score_float64").GetDouble(), hypothesis.Score, 1e-4);
                Assert.Equal(sequence.GetProperty("text").GetString(), tokenizer.Decode([.. hypothesis.Tokens], skipSpecial: true));
            }
        }
    }

    private static TemplateMessage[] Messages(JsonElement chat) => [.. chat.GetProperty("messages").EnumerateArray()
        .Select(message => new TemplateMessage(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString()!))];

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
