using Audire.Models.Whisper.Decoding;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>What may follow what when timestamps are on: the recorded cases of the reference.</summary>
public sealed class TimestampRulesTests
{
    [Fact]
    public void Exactly_the_recorded_tokens_are_left()
    {
        using var tiny = new TinyWhisper();
        using var scope = NewDisposeScope();
        var rules = tiny.Json.GetProperty("timestamp_rules");
        var cases = rules.GetProperty("cases").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        List<string> failures = [];
        foreach (var each in cases)
        {
            var number = each.GetProperty("case").GetInt32();
            var index = each.GetProperty("max_initial_timestamp_index");
            var logits = tiny.Load($"tsrule.{number}.in").clone();
            var generated = each.GetProperty("generated").EnumerateArray().Select(id => id.GetInt32()).ToArray();
            new TimestampRules(
                rules.GetProperty("eos").GetInt32(), rules.GetProperty("timestamp_begin").GetInt32(),
                index.ValueKind == System.Text.Json.JsonValueKind.Null ? null : index.GetInt32()).Apply(logits, generated);

            var allowed = logits.data<float>().Select((value, id) => (value, id)).Where(pair => float.IsFinite(pair.value)).Select(pair => pair.id);
            if (!allowed.SequenceEqual(each.GetProperty("allowed").EnumerateArray().Select(id => id.GetInt32()))) failures.Add($"case {number}: other tokens allowed");
            if (logits.argmax().item<long>() != each.GetProperty("argmax").GetInt64()) failures.Add($"case {number}: another argmax");
        }
        Assert.Empty(failures);
    }
}
