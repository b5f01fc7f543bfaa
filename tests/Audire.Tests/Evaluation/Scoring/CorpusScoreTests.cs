using Audire.Evaluation.Boards;
using Audire.Evaluation.Scoring;
using Audire.Metrics.Generation;
using Audire.Metrics.Normalization;
using Audire.Tests.Metrics;
using Xunit;

namespace Audire.Tests.Evaluation.Scoring;

/// <summary>Metrics that are no mean over answers: what the board shows is the corpus value, also when clusters are drawn.</summary>
public sealed class CorpusScoreTests
{
    [Fact]
    public void Bleu_of_the_board_is_the_recorded_corpus_bleu()
    {
        using var fixture = MetricFixture.Open("bleu_corpus.json");
        foreach (var c in fixture.Cases("corpora").Where(c => c.Text("tokenize") is "13a" or "char"))
        {
            var score = (ICorpusScore)Scores.ByName(c.Text("tokenize") == "char" ? "bleu-4-char" : "bleu-4");
            string[] hypotheses = c.Texts("hypotheses");
            string[][] references = [.. c.GetProperty("references").EnumerateArray().Select(list => list.Texts())];
            var points = hypotheses.Select((text, i) => (i, score.Score(Said(text, [.. references.Select(list => list[i])]))!.Value)).ToArray();
            var value = new CorpusValue(score, points).Value([.. Enumerable.Repeat((ushort)1, points.Length)]);
            // Without a token in any reference our corpus has no value, where the reference implementation says 0.
            if (value is { } bleu) fixture.Number(c, "score", bleu);
        }

        fixture.Verify();
    }

    [Fact]
    public void A_cluster_drawn_twice_counts_twice()
    {
        var score = (ICorpusScore)Scores.ByName("bleu-4");
        (string Said, string Right)[] pairs = [("the cat sat on the mat", "the cat sat on a mat"), ("a dog ran home", "the dog ran far from home"), ("it rains", "it rains")];
        var points = pairs.Select((pair, i) => (i, score.Score(Said(pair.Said, pair.Right))!.Value)).ToArray();
        var drawn = new CorpusValue(score, points).Value([2, 0, 1]);
        var corpus = CorpusBleu.Of([pairs[0].Said, pairs[0].Said, pairs[2].Said], [[pairs[0].Right, pairs[0].Right, pairs[2].Right]]);
        Assert.Equal(corpus.Score, drawn!.Value, 10);
        Assert.Null(new CorpusValue(score, points).Value([0, 0, 0]));
    }

    [Fact]
    public void Cider_of_an_answer_is_that_of_the_set_and_needs_a_set()
    {
        string[] references = ["a dog barks", "rain is falling", "a baby cries"], answers = ["a dog barks loudly", "rain falls", "a dog barks"];
        static IReadOnlyList<string> Words(string text) => text.Split(' ');
        var expected = Cider.Of([.. answers.Select(Words)], [.. references.Select(r => (IReadOnlyList<IReadOnlyList<string>>)[Words(r)])]);
        var bound = Scores.ByName("cider").Over([.. references.Select(r => (IReadOnlyList<string>)[r])]);
        for (int i = 0; i < answers.Length; i++) Assert.Equal(expected.PerItem[i], bound.Score(Said(answers[i], references[i]))!.Value.Value, 12);
        Assert.Null(Scores.ByName("cider").Over([["a dog barks"]]).Score(Said("a dog barks", "a dog barks")));
    }

    [Theory]
    [InlineData("The capital is Paris, of course.", true)]
    [InlineData("paris", true)]
    [InlineData("Parisian food", false)]
    [InlineData("", false)]
    public void An_expected_answer_is_mentioned_by_whole_words(string answer, bool right) =>
        Assert.Equal(right ? 1 : 0, Scores.ByName("accuracy-mention").Score(Said(answer, "Paris", "the city of light"))!.Value.Value);

    [Fact]
    public void The_best_of_several_references_counts()
    {
        foreach (var name in (string[])["meteor", "rouge-l", "bleu-4", "wer", "accuracy-mention"])
        {
            var score = Scores.ByName(name);
            Assert.Equal(score.Score(Said("a dog barks at night", "a dog barks at night"))!.Value.Value, score.Score(Said("a dog barks at night", "rain", "a dog barks at night"))!.Value.Value, 10);
        }
    }

    [Fact]
    public void No_answer_scores_without_error()
    {
        foreach (var score in Scores.All)
            Assert.True(score.Score(Said("", "a b")) is not { } value || double.IsFinite(value.Value), score.Name);
    }

    private static ScoredAnswer Said(string answer, params string[] references) => new(answer, answer, references, [], TextNormalizers.Salmonn) { Heard = "what is said" };
}
