using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Evaluation.Suites;

/// <summary>Suites and manifests that cannot be used: each one is told in one sentence, and nothing outside their folder is touched.</summary>
public sealed class HostileSuiteTests
{
    private const string Row = "file\tlabel\na.wav\tx\n";
    private const string Good = "suite: s\nmanifest: m.tsv\nscenarios:\n  - {name: n, aspect: a, task: transcription, reference: label, metrics: [wer]}\n";

    public static TheoryData<string, string, string> Manifests => new()
    {
        { "empty", "", "is empty" },
        { "header alone", "file\tlabel\n", "no recordings" },
        { "no file column", "path\tlabel\na.wav\tx\n", "no column 'file'" },
        { "a column twice", "file\tlabel\tlabel\na.wav\tx\ty\n", "stands twice" },
        { "a column without a name", "file\t\na.wav\tx\n", "is no column name" },
        { "too few fields", "file\tlabel\na.wav\n", "line 2: 1 fields" },
        { "too many fields", "file\tlabel\na.wav\tx\ty\n", "line 2: 3 fields" },
        { "a huge line", "file\tlabel\na.wav\t" + new string('x', 100_000) + "\n", "line 2: 100006 characters" },
        { "not UTF-8", "file\tlabel\na.wav\t\uD800\n", "UTF-8" },
        { "a comma file", "file,label\na.wav,x\n", "is no column name" },
    };

    public static TheoryData<string, string, string> Yamls => new()
    {
        { "empty", "", "is empty" },
        { "a list", "- a\n", "line 1" },
        { "no closing bracket", "suite: [a\n", "line" },
        { "an unknown key", Good + "    colour: red\n", "line" },
        { "an unknown scenario key", Good.Replace("reference", "refrence", StringComparison.Ordinal), "refrence" },
        { "a key twice", "suite: s\nsuite: t\n", "line 2" },
        { "no manifest", "suite: s\nscenarios: []\n", "'manifest' is missing" },
        { "no scenarios", "suite: s\nmanifest: m.tsv\n", "'scenarios'" },
        { "a manifest elsewhere", Good.Replace("m.tsv", "../m.tsv", StringComparison.Ordinal), "not a path inside" },
        { "an absolute manifest", Good.Replace("m.tsv", "/etc/passwd", StringComparison.Ordinal), "not a path inside" },
        { "an absent manifest", Good.Replace("m.tsv", "n.tsv", StringComparison.Ordinal), "There is no file" },
        { "an unknown task", Good.Replace("transcription", "telepathy", StringComparison.Ordinal), "'telepathy' is unknown" },
        { "an unknown metric", Good.Replace("[wer]", "[were]", StringComparison.Ordinal), "'were' is unknown" },
        { "an unknown column", Good.Replace("reference: label", "reference: lable", StringComparison.Ordinal), "'lable'" },
        { "a bad name", Good.Replace("name: n", "name: ../n", StringComparison.Ordinal), "is no name" },
        { "no answers", Good.Replace("transcription", "classification", StringComparison.Ordinal), "needs 'answers'" },
        { "a main that is no metric", Good.Replace("metrics", "main: cer, metrics", StringComparison.Ordinal), "main 'cer'" },
        { "a metric for a judge alone", Good.Replace("[wer]", "[judge-accuracy]", StringComparison.Ordinal), "is unknown" },
        { "a number that is a word", Good.Replace("metrics", "maxTokens: many, metrics", StringComparison.Ordinal), "line" },
        { "a number out of range", Good.Replace("metrics", "maxTokens: 0, metrics", StringComparison.Ordinal), "not between 1" },
        { "a thousand laughs", "a: &a [x, x]\nb: &b [*a, *a, *a]\nsuite: *b\n", "line" },
        { "deep nesting", "suite: " + new string('[', 5000) + "\n", "line" },
        { "a ratio that is none", Good.Replace("metrics", "noise: {snr: [.nan], select: {label: [x]}}, metrics", StringComparison.Ordinal), "not between -100" },
    };

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_manifest_that_cannot_be_used_is_told(string what, string text, string expected) => Told(what, Good, text, expected);

    [Theory]
    [MemberData(nameof(Yamls))]
    public void A_suite_that_cannot_be_used_is_told(string what, string yaml, string expected) => Told(what, yaml, Row, expected);

    [Theory]
    [InlineData("../secret.wav")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../secret.wav")]
    [InlineData("..\\secret.wav")]
    [InlineData("C:secret.wav")]
    [InlineData("https://example.org/a.wav")]
    [InlineData("./a.wav")]
    [InlineData("")]
    public void A_recording_outside_the_folder_is_never_opened(string file)
    {
        using var folder = new TemporaryFolder();
        Write(folder, Good, $"file\tlabel\n{file}\tx\n");
        var suite = Suite.Read(folder.Path);
        var error = Assert.Throws<SuiteException>(() => InstanceBuilder.Build(suite, suite.Scenarios[0]));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(ManifestCheck.Check(suite.Manifest, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Answers_outside_the_closed_set_and_empty_selections_are_told()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Good.Replace("transcription", "classification, answers: [y, z]", StringComparison.Ordinal), Row);
        var suite = Suite.Read(folder.Path);
        Assert.Contains("'x'", Assert.Throws<SuiteException>(() => InstanceBuilder.Build(suite, suite.Scenarios[0])).Message, StringComparison.Ordinal);
        Write(folder, Good.Replace("metrics", "select: {label: [q]}, metrics", StringComparison.Ordinal), Row);
        suite = Suite.Read(folder.Path);
        Assert.Contains("selects no row", Assert.Throws<SuiteException>(() => InstanceBuilder.Build(suite, suite.Scenarios[0])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("1")]
    [InlineData("a/b")]
    public void A_shard_is_one_to_n_of_n(string text) => Assert.Throws<FormatException>(() => Shard.Parse(text));

    [Theory]
    [InlineData("a/b=1")]
    [InlineData("a/b/c")]
    [InlineData("a/b/c=x")]
    [InlineData("=1")]
    public void A_rule_names_a_cell_and_a_number(string text) => Assert.Throws<FormatException>(() => CellRule.Parse(text));

    [Fact]
    public void A_rule_may_name_a_system_with_slashes() =>
        Assert.Equal(new CellRule("openai:m@http://127.0.0.1:1/v1", "noise", "wer@snr:0", 0.5), CellRule.Parse("openai:m@http://127.0.0.1:1/v1/noise/wer@snr:0=0.5"));

    private static void Told(string what, string yaml, string manifest, string expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, yaml, manifest);
        var error = Assert.Throws<SuiteException>(() => Suite.Read(folder.Path));
        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {error.Message}");
        Assert.DoesNotContain('\n', error.Message);
        Assert.True(error.Message.Length < 700, error.Message);
    }

    private static void Write(TemporaryFolder folder, string yaml, string manifest)
    {
        File.WriteAllText(folder.Combine("suite.yaml"), yaml);
        // A lone surrogate stands for bytes that are not UTF-8.
        File.WriteAllBytes(folder.Combine("m.tsv"), [.. System.Text.Encoding.Latin1.GetBytes(manifest.Replace("\uD800", "\u00FF", StringComparison.Ordinal))]);
    }
}
