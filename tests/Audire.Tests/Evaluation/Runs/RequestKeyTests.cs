using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using CsCheck;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

public sealed class RequestKeyTests
{
    private static readonly SystemIdentity Identity = new("model", "weights-1", new Dictionary<string, string> { ["dtype"] = "float32", ["threads"] = "2" });
    private static readonly ScenarioContext Scenario = new("any", "generation", ["yes"], 1);

    private static readonly Gen<Question> Questions = Gen.Select(
        Gen.String[0, 12], Gen.String[Gen.Char['a', 'f'], 4, 4].Array[1, 3], Gen.Int[1, 200], Gen.Int[0, 5], Gen.Int[0, 2], (text, clips, tokens, seed, trial) => new Question(text, clips, tokens, seed, trial));

    [Fact]
    public void Equal_questions_have_equal_keys_and_others_do_not() => Gen.Select(Questions, Questions).Sample((left, right) =>
        (Key(left) == Key(right)) == (left.Text == right.Text && left.Clips.SequenceEqual(right.Clips) && left.Tokens == right.Tokens && left.Seed == right.Seed && left.Trial == right.Trial));

    [Fact]
    public void Every_part_that_may_change_an_answer_changes_the_key() => Questions.Sample(question =>
    {
        string[] keys =
        [
            Key(question),
            Key(question with { Text = question.Text + "." }),
            Key(question with { Clips = [.. question.Clips, "ffff"] }),
            Key(question with { Clips = [.. question.Clips.Take(question.Clips.Length - 1), "zzzz"] }),
            Key(question with { Tokens = question.Tokens + 1 }),
            Key(question with { Seed = question.Seed + 1 }),
            Key(question with { Trial = question.Trial + 1 }),
            Key(question, Identity with { Hash = "weights-2" }),
            Key(question, Identity with { Settings = new Dictionary<string, string> { ["dtype"] = "bfloat16", ["threads"] = "2" } }),
            Key(question, sight: Scenario),
            Key(question, sight: Scenario with { Expected = ["no"] }),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }, iter: 200);

    [Fact]
    public void The_order_of_settings_the_kind_and_the_name_of_a_scenario_do_not_matter()
    {
        var question = new Question("q", ["aaaa"], 1, 1, 0);
        var swapped = new SystemIdentity("other", "weights-1", new Dictionary<string, string> { ["threads"] = "2", ["dtype"] = "float32" });
        Assert.Equal(Key(question), Key(question, swapped));
        Assert.Equal(Key(question, sight: Scenario), Key(question, sight: Scenario with { Scenario = "other" }));
    }

    private static string Key(Question question, SystemIdentity? identity = null, ScenarioContext? sight = null)
    {
        Part[] parts = [new TextPart(question.Text), .. question.Clips.Select(clip => new ClipPart(new ClipSource(null!, "a path that must not matter " + Guid.NewGuid())))];
        var request = new AdaptedRequest(parts, new Dictionary<string, string>(), question.Tokens) { Answers = [] };
        return RequestKey.Of(request, question.Clips, identity ?? Identity, sight, question.Seed, question.Trial).Key;
    }

    private sealed record Question(string Text, string[] Clips, int Tokens, int Seed, int Trial);
}
