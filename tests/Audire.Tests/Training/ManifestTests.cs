using System.Text;
using Audire.Audio;
using Audire.Tests.Evaluation;
using Audire.Training;
using Audire.Training.Data;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>Manifests as users write them, and as nobody should.</summary>
public sealed class ManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ManifestTests()
    {
        foreach (var name in new[] { "a.wav", "b.wav", "deep/c.wav" }) Wav(name, 0.5);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_and_salmonn_documents_give_the_same_examples()
    {
        const string First = """{"path":"a.wav","text":"hello there","split":"valid","speaker":"s1","licence":"CC0","seconds":0.5}""";
        const string Second = """{"path":"deep/c.wav","text":"Yes","task":"speaker_verification","expand_wav":["b.wav"],"Q":"who?"}""";
        var lines = Read("m.jsonl", $"\uFEFF{First}\r\n\n{Second}\n");
        var document = Read("m.json", $$"""{"annotation": [{{First}}, {{Second}}]}""");
        Assert.Empty(lines.Skipped);
        Assert.Equal(lines.Items.Select(item => item with { Line = 0, Then = [] }), document.Items.Select(item => item with { Line = 0, Then = [] }));
        Assert.Equal("asr", lines.Items[0].Task);
        Assert.Equal("valid", lines.Items[0].Split);
        Assert.Equal([_folder.Combine("b.wav")], lines.Items[1].Then);
        Assert.Equal(8000 + 1600 + 8000, ClipReader.Read(lines.Items[1], TestContext.Current.CancellationToken).Length);
    }

    [Theory]
    [InlineData("""{"path":"../outside.wav","text":"x"}""", "outside the folder")]
    [InlineData("""{"path":"/etc/hostname","text":"x"}""", "outside the folder")]
    [InlineData("""{"path":"a.wav","text":"x","expand_wav":["../../b.wav"]}""", "outside the folder")]
    [InlineData("""{"path":"a.wav\u0000","text":"x"}""", "outside the folder")]
    [InlineData("""{"path":"absent.wav","text":"x"}""", "missing file")]
    [InlineData("""{"text":"x"}""", "no path")]
    [InlineData("""{"path":7,"text":"x"}""", "wrong type")]
    [InlineData("""{"path":"a.wav"}""", "wrong label")]
    [InlineData("""{"path":"a.wav","text":"  "}""", "wrong label")]
    [InlineData("""{"path":"a.wav","text":3}""", "wrong label")]
    [InlineData("""{"path":"a.wav","text":"x","split":"dev"}""", "wrong split")]
    [InlineData("[1]", "no object")]
    public void What_cannot_be_used_is_skipped_and_named(string line, string reason)
    {
        var manifest = Read("m.jsonl", line + "\n" + """{"path":"a.wav","text":"good"}""");
        Assert.Equal("good", Assert.Single(manifest.Items).Text);
        var skipped = Assert.Single(manifest.Skipped);
        Assert.Equal((1, reason), (skipped.Line, skipped.Reason));
    }

    [Fact]
    public void An_endless_line_is_refused_before_it_is_read()
    {
        using (var stream = new FileStream(_folder.Combine("long.jsonl"), FileMode.CreateNew))
        {
            stream.Write("""{"path":"a.wav","text":"x"}"""u8);
            stream.WriteByte((byte)'\n');
            stream.SetLength(1L << 30); // a hole: a gigabyte without a line feed
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<TrainingException>(() => TrainingManifest.Read(_folder.Combine("long.jsonl"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("line 2 is longer than", error.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 16 << 20);
    }

    [Fact]
    public void A_broken_line_is_named_with_its_number() =>
        Assert.Contains("line 2 is no JSON", Assert.Throws<TrainingException>(() => Read("m.jsonl", "{\"path\":\"a.wav\",\"text\":\"x\"}\n{\"path\":")).Message, StringComparison.Ordinal);

    [Fact]
    public void Labels_outside_a_closed_set_and_unreadable_clips_are_counted_and_named()
    {
        File.WriteAllText(_folder.Combine("noise.wav"), "this is no sound");
        Wav("empty.wav", 0);
        Wav("long.wav", 31);
        var manifest = Read("m.jsonl", string.Join('\n',
            """{"path":"a.wav","text":"male","task":"gender_recognition"}""",
            """{"path":"a.wav","text":"Robot","task":"gender_recognition"}""",
            """{"path":"noise.wav","text":"x"}""", """{"path":"empty.wav","text":"x"}""", """{"path":"long.wav","text":"x"}""",
            """{"path":"b.wav","text":"x","task":"new-task"}""",
            """{"path":"b.wav","text":"x","task":"new-task","Q":"What is it?"}"""));
        var data = TrainingData.Load([manifest], TaskBook.Default, new ClipSurvey(_folder.Path), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["too long", "unknown task", "unreadable audio", "wrong label"], data.SkippedByReason.Keys);
        Assert.Equal(2, data.Split("train").Count);
        Assert.Contains(data.Skipped, item => item.ToString().Contains("line 2 (a.wav): Its answer 'Robot' is none of task gender_recognition", StringComparison.Ordinal));
        // What was learned is kept: a clip that is gone is not looked for again, and the rest is not decoded again.
        Assert.Equal(5, File.ReadAllLines(_folder.Combine("clips.jsonl")).Length);
    }

    [Fact]
    public void Task_files_stand_over_the_defaults_and_unknown_words_in_them_are_named()
    {
        File.WriteAllText(_folder.Combine("tasks.yaml"), "digit:\n  labels: [one, two]\n  prompts: ['Which digit?', 'Say the {} digit']\nasr: [Only this one.]\n");
        var book = TaskBook.Load(_folder.Combine("tasks.yaml"));
        var item = new TrainingItem { Line = 1, Name = "a", Path = "a", Text = "one", Task = "digit", Question = "last" };
        Assert.Contains(book.TrainingPrompt(item, 3), (string[])["<Speech><SpeechHere></Speech> Which digit?", "<Speech><SpeechHere></Speech> Say the last digit"]);
        Assert.Equal("<Speech><SpeechHere></Speech> Which digit?", book.TestPrompt(item));
        Assert.Equal("accuracy", book.MetricOf(item));
        Assert.Equal(["Only this one."], book["asr"].Prompts);
        Assert.Equal("<Speech><SpeechHere></Speech> Please describe the audio.", book.TestPrompt(item with { Task = "audiocaption" }));
        File.WriteAllText(_folder.Combine("bad.yaml"), "digit:\n  lables: [one]\n");
        Assert.Contains("line 2: 'lables'", Assert.Throws<TrainingException>(() => TaskBook.Load(_folder.Combine("bad.yaml"))).Message, StringComparison.Ordinal);
    }

    private TrainingManifest Read(string name, string text)
    {
        File.WriteAllText(_folder.Combine(name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return TrainingManifest.Read(_folder.Combine(name), cancellationToken: TestContext.Current.CancellationToken);
    }

    private void Wav(string name, double seconds)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.Combine(name))!);
        var samples = new float[(int)(seconds * AudioClip.SpeechRate)];
        for (var i = 0; i < samples.Length; i++) samples[i] = MathF.Sin(i * 0.05f * (name.Length + 1)) * 0.25f;
        File.WriteAllBytes(_folder.Combine(name), WavWriter.Encode(AudioClip.Mono(samples, AudioClip.SpeechRate)));
    }
}
