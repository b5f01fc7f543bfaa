using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Evaluation.Suites;

/// <summary>Annotations in SALMONN's form, read as manifests.</summary>
public sealed class AnnotationTests
{
    [Theory]
    [InlineData("a.json", """{"annotation":[{"path":"a.wav","text":"one","Q":"what","expand_wav":["b.wav","c.wav"],"seconds":1.5},{"path":"d/e.wav","text":"two","task":"QA","Speaker":7}]}""")]
    [InlineData("a.json", """[{"path":"a.wav","text":"one","Q":"what","expand_wav":["b.wav","c.wav"],"seconds":1.5},{"path":"d/e.wav","text":"two","task":"QA","Speaker":7}]""")]
    [InlineData("a.JSONL", "{\"path\":\"a.wav\",\"text\":\"one\",\"Q\":\"what\",\"expand_wav\":[\"b.wav\",\"c.wav\"],\"seconds\":1.5}\n\n{\"path\":\"d/e.wav\",\"text\":\"two\",\"task\":\"QA\",\"Speaker\":7}\n")]
    public void The_three_forms_give_one_manifest(string name, string text)
    {
        using var folder = new TemporaryFolder();
        var manifest = Read(folder, name, text);
        Assert.Equal(["a.wav", "d/e.wav"], manifest.Rows.Select(row => row.File));
        var first = manifest.Rows[0];
        Assert.Equal(("one", "asr", "what", "b.wav|c.wav", 1.5), (first["text"], first["task"], first["q"], first["expand_wav"], first.Seconds));
        Assert.Equal(("QA", "7", ""), (manifest.Rows[1]["task"], manifest.Rows[1]["speaker"], manifest.Rows[1]["q"]));
        Assert.Contains("split", manifest.Columns);
    }

    [Fact]
    public void Entries_that_differ_in_text_alone_are_one_question_with_several_answers()
    {
        using var folder = new TemporaryFolder();
        var manifest = Read(folder, "a.json", """
            [{"path":"a.wav","text":"a dog","task":"audiocaption"},{"path":"a.wav","text":"barking","task":"audiocaption"},
             {"path":"a.wav","text":"a dog","task":"audiocaption"},{"path":"a.wav","text":"a dog","task":"audio_story_telling"}]
            """);
        Assert.Equal(2, manifest.Rows.Count);
        Assert.Equal(("a dog", "barking", ""), (manifest.Rows[0]["text"], manifest.Rows[0]["text-2"], manifest.Rows[0]["text-3"]));
    }

    [Fact]
    public void An_absolute_path_inside_the_folder_is_taken_and_one_outside_is_never_opened()
    {
        using var folder = new TemporaryFolder();
        var inside = Path.Combine(folder.Path, "sub", "a.wav").Replace('\\', '/');
        var manifest = Read(folder, "a.jsonl", $$"""
            {"path":"{{inside}}","text":"x"}
            {"path":"/etc/passwd","text":"x"}
            {"path":"../b.wav","text":"x"}
            """);
        Assert.Equal("sub/a.wav", manifest.Rows[0].File);
        Assert.Contains("not a path inside", Assert.Throws<SuiteException>(() => manifest.Rows[1].PathOf()).Message, StringComparison.Ordinal);
        Assert.Throws<SuiteException>(() => manifest.Rows[2].PathOf());
    }

    [Theory]
    [InlineData("a.json", "", "not JSON")]
    [InlineData("a.json", "{}", "neither a list")]
    [InlineData("a.json", "[]", "no entries")]
    [InlineData("a.json", "[1]", "entry 1")]
    [InlineData("a.json", "[{\"text\":\"x\"}]", "'path' is missing")]
    [InlineData("a.json", "[{\"path\":\"a.wav\",\"text\":[1]}]", "must be a text")]
    [InlineData("a.json", "[{\"path\":\"a.wav\",\"expand_wav\":[1]}]", "must list paths")]
    [InlineData("a.json", "[{\"path\":\"a.wav\",\"expand_wav\":[\"b|c\"]}]", "must list paths")]
    [InlineData("a.json", "[{\"path\":\"a.wav\",\"a b\":1}]", "no column name")]
    [InlineData("a.jsonl", "{\"path\":\"a.wav\"}\n{\"path\":", "line 2")]
    public void An_annotation_that_cannot_be_used_is_told(string name, string text, string expected)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(expected, Assert.Throws<SuiteException>(() => Read(folder, name, text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_a_huge_line_are_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("not JSON", Assert.Throws<SuiteException>(() => Read(folder, "a.json", new string('[', 100_000))).Message, StringComparison.Ordinal);
        Assert.Contains("characters", Assert.Throws<SuiteException>(() => Read(folder, "a.jsonl", $"{{\"path\":\"{new string('x', 1 << 21)}\"}}")).Message, StringComparison.Ordinal);
    }

    private static Manifest Read(TemporaryFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(folder.Path);
        File.WriteAllText(path, text);
        return Manifest.Read(path);
    }
}
