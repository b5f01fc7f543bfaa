using System.Text.Json;
using Audire.Evaluation.Scenarios;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Evaluation.Scenarios;

public sealed class AdapterTests
{
    [Fact]
    public void Multiple_choice_prompts_equal_the_recorded_ones()
    {
        using var fixture = Fixtures.Json("metrics", "mcq_prompts.json");
        var instruction = fixture.RootElement.GetProperty("instructions").GetString()!;
        var failures = new List<string>();
        foreach (var recorded in fixture.RootElement.GetProperty("cases").EnumerateArray())
        {
            var media = recorded.GetProperty("media").EnumerateArray().Select(Part).ToArray();
            string[] options = [.. recorded.GetProperty("options").EnumerateArray().Select(o => o.GetString()!)];
            var built = Adapters.MultipleChoice(instruction, media, options, recorded.GetProperty("max_tokens").GetInt32());
            var expected = recorded.GetProperty("prompt_parts").EnumerateArray().Select(Describe);
            if (!expected.SequenceEqual(built.Parts.Select(Describe))) failures.Add(recorded.GetProperty("name").GetString()!);
            Assert.Equal(recorded.GetProperty("output_mapping").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString()!), built.Letters);
        }

        Assert.Empty(failures);
    }

    [Fact]
    public void Generation_puts_the_instruction_first_and_leaves_the_media_alone()
    {
        Part[] media = [new TextPart("before"), Clip("a")];
        Assert.Same(media, Adapters.Generation("", media));
        Assert.Equal(["text Do it.", "text before", "clip a"], Adapters.Generation("Do it.", media).Select(Describe));
    }

    private static Part Part(JsonElement media) => media.TryGetProperty("text", out var text) ? new TextPart(text.GetString()!) : Clip(media.GetProperty("location").GetString()!);

    private static string Describe(JsonElement part) => part.TryGetProperty("text", out var text) ? "text " + text.GetString() : "clip " + part.GetProperty("location").GetString();

    private static string Describe(Part part) => part is TextPart text ? "text " + text.Text : "clip " + ((ClipPart)part).Clip.Path;

    private static ClipPart Clip(string path) => new(new ClipSource(null!, path));
}
