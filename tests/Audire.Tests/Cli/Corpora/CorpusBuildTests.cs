using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Cli.Corpora;
using Audire.Cli.Corpora.Sources;
using Audire.Cli.Corpora.Tasks;
using Xunit;

namespace Audire.Tests.Cli.Corpora;

/// <summary>A small corpus from start to end: made, made again, continued, checked.</summary>
public sealed class CorpusBuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-corpus-").FullName;

    private string Target => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_build_is_the_same_again_and_keeps_what_it_has()
    {
        Digits();
        var built = Build();
        var manifest = File.ReadAllBytes(Path.Combine(Target, "manifest.jsonl"));
        string[] clips = Directory.GetFiles(Path.Combine(Target, "clips"), "*.wav", SearchOption.AllDirectories);
        var bytes = File.ReadAllBytes(clips[0]);
        var kept = File.GetLastWriteTimeUtc(clips[1]);

        File.Delete(clips[0]);
        Build();

        Assert.Equal(clips.Length, built.Clips);
        Assert.Empty(built.LeftOut);
        Assert.Equal(manifest, File.ReadAllBytes(Path.Combine(Target, "manifest.jsonl")));
        Assert.Equal(bytes, File.ReadAllBytes(clips[0]));
        Assert.Equal(kept, File.GetLastWriteTimeUtc(clips[1]));
        Assert.Equal(File.ReadAllLines(Path.Combine(Target, "attribution.tsv")).Length - 1, clips.Length); // one recording a clip here
    }

    [Fact]
    public void A_built_corpus_passes_its_check_and_its_test_suite_can_be_read()
    {
        Digits();
        Build();

        var problems = CorpusCheck.Check(CorpusManifest.Read(Target), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        var suite = Audire.Evaluation.Suites.Suite.Read(Path.Combine(Target, "test-suite.yaml"));
        Assert.Equal(["digit"], suite.Scenarios.Select(scenario => scenario.Name));
    }

    [Fact]
    public void Silent_and_damaged_recordings_are_left_out_and_named()
    {
        Digits();
        var recordings = Path.Combine(_folder, "git/free-spoken-digit-dataset/recordings");
        File.WriteAllText(Path.Combine(recordings, "3_jackson_7.wav"), "no sound");
        WavWriter.Write(Path.Combine(recordings, "4_jackson_7.wav"), AudioClip.Mono(new float[4000], 8000));

        var built = Build();

        Assert.Equal(2, built.LeftOut.Count);
        Assert.Contains(built.LeftOut, reason => reason.Contains("3_jackson_7.wav", StringComparison.Ordinal));
        Assert.Contains(built.LeftOut, reason => reason.Contains("4_jackson_7.wav: silent", StringComparison.Ordinal));
    }

    private CorpusBuilt Build() =>
        CorpusBuilder.Build(new CorpusFolder(_folder), Target, threads: 1, (_, _) => { }, TestContext.Current.CancellationToken, [new SpokenDigits()], [new DigitTask()]);

    // Two seconds of sources: a hum whose pitch is the digit's.
    private void Digits()
    {
        var recordings = Path.Combine(_folder, "git/free-spoken-digit-dataset/recordings");
        Directory.CreateDirectory(recordings);
        for (var digit = 0; digit < 10; digit++)
            foreach (var name in new[] { $"{digit}_jackson_7.wav", $"{digit}_theo_2.wav" })
                WavWriter.Write(Path.Combine(recordings, name), Noise.White(3200, 0.1, (ulong)(digit + name.Length), 8000));
    }
}
