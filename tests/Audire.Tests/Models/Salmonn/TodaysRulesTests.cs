using System.Text.Json;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Without the published code's old rules, texts are those that today's transformers writes.</summary>
public sealed class TodaysRulesTests
{
    [Fact]
    public void Default_generation_goes_by_todays_rules()
    {
        foreach (var one in SalmonnCase.With("crosscheck.json"))
            using (one)
            {
                using var recorded = RecordedModel.Open(one);
                using var check = JsonDocument.Parse(File.ReadAllBytes(one.At("crosscheck.json")));
                using var runs = JsonDocument.Parse(File.ReadAllBytes(one.At("generate.json")));
                var differences = check.RootElement.GetProperty("differences").EnumerateArray().ToDictionary(
                    row => (row.GetProperty("case").GetString()!, row.GetProperty("run").GetInt32(), row.GetProperty("row").GetInt32()),
                    row => SalmonnCase.Ids(row.GetProperty("transformers_4_57")));
                var met = 0;
                foreach (var entry in runs.RootElement.GetProperty("cases").EnumerateObject()) met += Check(recorded, entry, differences);
                Assert.Equal(differences.Count, met);
            }
    }

    private static int Check(RecordedModel recorded, JsonProperty entry, Dictionary<(string, int, int), int[]> differences)
    {
        var prompts = entry.Value.GetProperty("prompts").EnumerateArray().Select(prompt => SalmonnCase.Unwrapped(prompt.GetString()!)).ToArray();
        if (prompts.Distinct(StringComparer.Ordinal).Count() > 1) return 0; // both versions write those from a pad; here nothing does
        var numbers = SalmonnCase.Ids(entry.Value.GetProperty("clips"));
        var clips = numbers.Length > 1 ? recorded.EncodeBatch() : [recorded.Encode(recorded.Case.Json.GetProperty("clips")[numbers[0]].GetProperty("file").GetString()!)];
        var questions = prompts.Select((prompt, row) => recorded.Model.Question([clips[row]], prompt)).ToArray();
        var met = 0;
        foreach (var json in entry.Value.GetProperty("runs").EnumerateArray())
        {
            var run = new RecordedRun(json);
            if (run.StopsWithFirst && prompts.Length > 1) continue;
            // A least length counts the prompt there, and so does nothing.
            var written = recorded.Model.Generate(questions, run.Options with { MinNewTokens = 0 }, cancellation: TestContext.Current.CancellationToken);
            for (var row = 0; row < written.Count; row++)
            {
                var differs = differences.TryGetValue((entry.Name, json.GetProperty("index").GetInt32(), row), out var todays);
                Assert.True((todays ?? run.Ids(row)).AsSpan().SequenceEqual([.. written[row]]),
                    $"{entry.Name} run {json.GetProperty("index")} row {row}: [{string.Join(", ", written[row])}], expected [{string.Join(", ", todays ?? run.Ids(row))}]");
                if (differs) met++;
            }
        }
        foreach (var clip in clips) clip.Dispose();
        return met;
    }

    [Fact]
    public void Side_files_say_what_is_read_elsewhere()
    {
        foreach (var one in SalmonnCase.All())
            using (one)
            {
                using var recorded = RecordedModel.Open(one);
                using var hearing = JsonDocument.Parse(File.ReadAllBytes(one.At("ckpt", "whisper", "preprocessor_config.json")));
                Assert.Equal(hearing.RootElement.GetProperty("n_samples").GetInt32(), recorded.Model.Encoders.WindowSamples);
                Assert.Equal(hearing.RootElement.GetProperty("feature_size").GetInt32(), recorded.Model.Encoders.Speech.Config.MelBins);
                using var words = JsonDocument.Parse(File.ReadAllBytes(one.At("ckpt", "llama", "tokenizer_config.json")));
                var tokenizer = recorded.Model.Tokenizer;
                Assert.Equal(words.RootElement.GetProperty("bos_token").GetProperty("content").GetString(), tokenizer.Token(tokenizer.BosId!.Value));
                Assert.Equal(words.RootElement.GetProperty("eos_token").GetProperty("content").GetString(), tokenizer.Token(recorded.Model.Prompts.EndId));
                Assert.Equal(words.RootElement.GetProperty("add_bos_token").GetBoolean() ? [tokenizer.BosId!.Value] : [], tokenizer.PrefixIds);
            }
    }
}
