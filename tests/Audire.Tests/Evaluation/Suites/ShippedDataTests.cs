using Audire.Evaluation.Suites;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Evaluation.Suites;

public sealed class ShippedDataTests
{
    [Fact]
    public void Every_recording_is_there_as_the_manifest_says_and_may_be_shipped()
    {
        var problems = ManifestCheck.Check(ShippedData.Suite().Manifest, isOurs: true, TestContext.Current.CancellationToken);
        Assert.Empty(problems.Select(p => $"line {p.Line}, {p.File}: {p.Problem}"));
    }

    [Fact]
    public void Share_alike_recordings_lie_apart_with_their_licence()
    {
        var suite = ShippedData.Suite();
        Assert.All(suite.Manifest.Rows, row => Assert.Equal(
            row.Licence.Contains("-SA", StringComparison.Ordinal) || row.Licence.Contains("GPL", StringComparison.Ordinal), row.File.StartsWith("share-alike/", StringComparison.Ordinal)));
        Assert.Contains("ShareAlike", File.ReadAllText(Path.Combine(ShippedData.Folder(), "share-alike", "LICENSE")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_file_lies_in_the_folder_that_the_manifest_does_not_list()
    {
        var listed = ShippedData.Suite().Manifest.Rows.Select(row => row.File).ToHashSet();
        var files = Directory.EnumerateFiles(ShippedData.Folder(), "*.flac", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(ShippedData.Folder(), file).Replace('\\', '/'));
        Assert.DoesNotContain(files, file => !listed.Contains(file));
    }

    [Theory]
    [InlineData("fsdd/7_jackson_0.wav", true)]
    [InlineData("fsdd/7_jackson_10.wav", false)]
    [InlineData("ESC-50/audio/5-208624-A-0.wav", true)]
    [InlineData("ESC-50/audio/1-32318-A-0.wav", false)]
    [InlineData("ESC-50/audio/3-100018-A-18.wav", true)]
    [InlineData("001 - Dog bark/5-203128-B.ogg", true)]
    [InlineData("LibriSpeech/test-other/367/130732/367-130732-0000.flac", true)]
    [InlineData("audio_data/librispeech_test-clean/61-70968-0000.flac", true)]
    [InlineData("LibriSpeech/train-clean-100/19/198/19-198-0000.flac", false)]
    [InlineData("VCTK/wav48/p225/p225_001.wav", true)]
    [InlineData("VCTK/wav48/p226_003.wav", true)]
    [InlineData("VCTK/wav48/p229/p229_001.wav", false)]
    [InlineData("RAVDESS/Actor_12/03-01-06-01-02-01-12.wav", true)]
    [InlineData("RAVDESS/Actor_03/03-01-06-01-02-01-03.wav", false)]
    [InlineData("emodb/03a01Fa.wav", true)]
    [InlineData("VoxLingua107/dev/en/x.wav", true)]
    [InlineData("github Picovoice/language-identification-benchmark", true)]
    [InlineData("/usr/share/qabcs/abcs/all/noises/dog.ogg", true)]
    [InlineData("github librosa/data: robin.ogg", true)]
    [InlineData("github speechbrain/speechbrain: tests/samples/rirs/rir1.wav", true)]
    [InlineData("github speechbrain/speechbrain: tests/samples/noise/noise1.wav", false)]
    public void Recordings_that_measure_us_are_recognised(string source, bool isKeptOut) => Assert.Equal(isKeptOut, KeptOut.RuleFor(source) is not null);

    [Fact]
    public void The_rules_name_what_the_shared_list_names()
    {
        var list = File.ReadAllText(Fixtures.RequireShared("audio", "kept-out.md"));
        var numbers = System.Text.RegularExpressions.Regex.Matches(list.Split("second part of the name")[1].Split('|')[0], "[0-9]{4,}").Select(m => m.Value).ToArray();
        Assert.NotEmpty(numbers);
        Assert.All(numbers, number => Assert.NotNull(KeptOut.RuleFor($"1-{number}-A.ogg")));
    }

    [Fact]
    public void The_shared_recordings_show_that_librosa_clips_are_kept_out()
    {
        var manifest = Manifest.Read(Fixtures.RequireShared("audio", "manifest.tsv"));
        var kept = manifest.Rows.Where(row => KeptOut.RuleFor(row) is not null).Select(row => row["set"]).Distinct();
        Assert.All(kept, set => Assert.Equal("music", set));
    }
}
