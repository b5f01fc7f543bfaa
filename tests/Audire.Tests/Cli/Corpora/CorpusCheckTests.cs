using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Cli.Corpora;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli.Corpora;

/// <summary><c>audire data check</c> of a training corpus.</summary>
public sealed class CorpusCheckTests : IDisposable
{
    private const string Good =
        """{"path":"a.wav","text":"seven","task":"digit","Q":"Which digit?","label":"seven","split":"train","speaker":"ann","clip":"c1","source":"own","licence":"CC0-1.0","seconds":0.5}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("audire-corpus-").FullName;

    public CorpusCheckTests() => WavWriter.Write(Path.Combine(_folder, "a.wav"), Noise.White(8000, 0.1, 1));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_command_reads_a_corpus_and_finds_nothing_wrong_with_a_good_one()
    {
        Write(Good);
        var run = await CommandRun.InProcessAsync("data", "check", _folder, "--json");
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(1, run.Document().GetProperty("clips").GetInt32());
    }

    [Theory]
    [InlineData("\"split\":\"train\"", "\"split\":\"dev\"", "split 'dev'")]
    [InlineData("\"path\":\"a.wav\"", "\"path\":\"../a.wav\"", "leads out")]
    [InlineData("\"path\":\"a.wav\"", "\"path\":\"b.wav\"", "no such file")]
    [InlineData("\"seconds\":0.5", "\"seconds\":0.7", "lasts 0.5 s")]
    [InlineData("\"licence\":\"CC0-1.0\"", "\"licence\":\"\"", "No licence")]
    [InlineData("\"licence\":\"CC0-1.0\"", "\"licence\":\"CC0-1.0, secret\"", "'secret'")]
    [InlineData("\"source\":\"own\"", "\"source\":\"own + recordings/7_jackson_0.wav\"", "kept out")]
    [InlineData("\"text\":\"seven\"", "\"text\":\"\"", "no answer")]
    public void A_fault_of_a_line_is_named(string was, string becomes, string problem)
    {
        Write(Good.Replace(was, becomes, StringComparison.Ordinal));
        Assert.Contains(Problems(), found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"speaker\":\"ann\"", "\"speaker\":\"ben+ann\"", "speaker 'ann'")]
    [InlineData("\"clip\":\"c1\"", "\"clip\":\"c2+c1\"", "original recording 'c1'")]
    [InlineData("\"label\":\"seven\"", "\"label\":\"eight\"", "label 'eight'")]
    public void A_fault_between_splits_is_named(string was, string becomes, string problem)
    {
        var other = Good.Replace("\"split\":\"train\"", "\"split\":\"test\"", StringComparison.Ordinal).Replace("a.wav", "b.wav", StringComparison.Ordinal)
            .Replace("\"speaker\":\"ann\"", was.Contains("speaker", StringComparison.Ordinal) ? becomes : "\"speaker\":\"eve\"", StringComparison.Ordinal)
            .Replace("\"clip\":\"c1\"", was.Contains("clip", StringComparison.Ordinal) ? becomes : "\"clip\":\"c9\"", StringComparison.Ordinal);
        File.Copy(Path.Combine(_folder, "a.wav"), Path.Combine(_folder, "b.wav"));
        Write(Good, was.Contains("label", StringComparison.Ordinal) ? other.Replace(was, becomes, StringComparison.Ordinal) : other);
        Assert.Contains(problem, Assert.Single(Problems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("{\"path\": 7}")]
    [InlineData("null")]
    public void A_line_that_is_no_object_of_a_manifest_is_one_sentence(string line)
    {
        Write(Good, line);
        Assert.Contains("line 2", Assert.Throws<CommandException>(() => CorpusManifest.Read(_folder)).Message, StringComparison.Ordinal);
    }

    /// <summary>The corpus that AUDIRE_CORPUS names, where one was built here.</summary>
    [Fact]
    public void A_built_corpus_keeps_its_rules()
    {
        var corpus = Environment.GetEnvironmentVariable("AUDIRE_CORPUS") ?? "";
        Assert.SkipUnless(corpus.Length > 0 && CorpusManifest.Is(corpus), "AUDIRE_CORPUS names no corpus that 'audire data build' has made.");
        Assert.Empty(CorpusCheck.Check(CorpusManifest.Read(corpus), decode: false, TestContext.Current.CancellationToken));
    }

    private List<string> Problems() => [.. CorpusCheck.Check(CorpusManifest.Read(_folder)).Select(problem => problem.Problem)];

    private void Write(params string[] lines) => File.WriteAllLines(Path.Combine(_folder, "manifest.jsonl"), lines);
}
