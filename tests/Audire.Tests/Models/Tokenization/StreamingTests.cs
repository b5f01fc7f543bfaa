using Audire.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>Recorded streams: what may be shown after each id.</summary>
public sealed class StreamingTests
{
    [Fact]
    public void Shows_what_is_recorded_and_never_part_of_a_character()
    {
        using var file = Fixtures.Json("tokenizers", "streaming.json");
        var failures = new List<string>();
        var checkedCases = 0;
        foreach (var (index, item) in file.RootElement.GetProperty("cases").EnumerateArray().Index())
        {
            if (TokenizerFiles.Find(item.GetProperty("tokenizer").GetString()!) is not { } tokenizer) continue;
            checkedCases++;
            var skip = item.TryGetProperty("skip_special", out var flag) && flag.GetBoolean();
            int[] ids = [.. item.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            var stream = new TokenStream(tokenizer, skip);
            string[] shown = [.. ids.Select(stream.Append)];
            string[] expected = [.. item.GetProperty("chunks").EnumerateArray().Select(chunk => chunk.GetString() ?? "")];
            if (!shown.SequenceEqual(expected)) failures.Add($"{index}: expected {string.Join('|', expected)}, got {string.Join('|', shown)}");
            var decoded = item.GetProperty("decoded").GetString();
            if (tokenizer.Decode(ids, skip) != decoded) failures.Add($"{index}: decoded {tokenizer.Decode(ids, skip)}, recorded {decoded}");
            if (string.Concat(shown) + stream.Flush() != decoded) failures.Add($"{index}: all chunks together are not the text");
        }
        Assert.SkipWhen(checkedCases == 0, "No tokenizer of the recorded streams is on this machine.");
        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }
}
