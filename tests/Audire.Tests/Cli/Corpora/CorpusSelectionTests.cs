using Audire.Cli.Corpora;
using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;
using Audire.Cli.Corpora.Tasks;
using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Cli.Corpora;

/// <summary>What a source lets into which split; names alone decide, so the files are empty.</summary>
public sealed class CorpusSelectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-corpus-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Recordings_that_are_kept_out_are_in_no_split()
    {
        string[] kept = ["001 - Dog bark/5-208624-A.ogg", "001 - Dog bark/1-100032-A.ogg", "002 - Rain/5-181766-A.ogg"];
        string[] used = ["001 - Dog bark/1-110389-A.ogg", "001 - Dog bark/3-155312-A.ogg", "002 - Rain/1-17367-B.ogg"];
        Touch("git/ESC-10/README.md");
        foreach (var name in kept.Concat(used)) Touch($"git/ESC-10/{name}");
        Touch("git/Resemblyzer/audio_data/librispeech_test-other/1688-142285-0000.flac");
        Touch("deb/qabcs-data/usr/share/qabcs/abcs/all/noises/dog.ogg");
        Digits(speakers: ["jackson", "theo"], takes: 12);

        // Every source but those that speak: they read no files, and are slow to plan.
        var read = RecordingLibrary.Read(new CorpusFolder(_folder), RecordingLibrary.Sources.Where(source => source is not (GeneratedSpeech or GeneratedLanguages))).All;

        Assert.All(read, recording => Assert.Null(KeptOut.RuleFor(recording.Origin.Source)));
        Assert.DoesNotContain(read, recording => recording.Origin.Source.Contains("test-other", StringComparison.Ordinal));
        Assert.Equal(2, read.Count(recording => recording.Collection == "esc-10"));
        Assert.Contains(read, recording => recording.Collection == "fsdd");
    }

    [Fact]
    public void Digits_of_the_test_split_are_takes_one_to_four_of_people_who_train_nothing()
    {
        Digits(["george", "jackson", "lucas", "nicolas", "theo", "yweweler"], takes: 12);
        var read = RecordingLibrary.Read(new CorpusFolder(_folder), [new SpokenDigits()]).All;

        Assert.All(read, recording =>
        {
            var take = int.Parse(recording.Id.Split('_')[2], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(recording.Split == CorpusSplit.Test, take is >= 1 and <= 4);
        });
        Assert.Empty(Speakers(CorpusSplit.Train).Intersect(Speakers(CorpusSplit.Test)));
        Assert.Equal(80, read.Count(recording => recording.Split == CorpusSplit.Test));

        IEnumerable<string> Speakers(CorpusSplit split) => read.Where(recording => recording.Split == split).Select(recording => recording.Speaker).Distinct();
    }

    [Fact]
    public void What_the_shipped_suite_asks_about_trains_nothing()
    {
        var rows = Manifest.Read(Path.Combine(ShippedData.Folder(), "manifest.tsv")).Rows;
        string[] sounds = [.. rows.Where(row => row["set"] == "esc-10").Select(row => row["source"].Split(':')[1].Split(" (")[0])];
        string[] readers = [.. rows.Where(row => row["set"] == "librispeech-train-clean-100").Select(row => Path.GetFileName(row["source"].Split(' ').First(word => word.Contains(".flac", StringComparison.Ordinal))))];
        foreach (var sound in sounds) Touch($"git/ESC-10/{sound}");
        File.WriteAllText(Touch("git/Resemblyzer/audio_data/librispeech_train-clean-100/SPEAKERS.TXT"), string.Join('\n', readers.Select(name => $"{name.Split('-')[0]} | F | train-clean-100")));
        foreach (var reader in readers) Touch($"git/Resemblyzer/audio_data/librispeech_train-clean-100/{reader}");
        Touch("deb/asterisk-core-sounds-en-g722/usr/share/asterisk/sounds/en_US_f_Allison/vm-sorry.g722");
        Touch("deb/scratch/usr/share/scratch/Media/Sounds/Animal/Dog1.wav");

        var read = RecordingLibrary.Read(new CorpusFolder(_folder), [new EnvironmentalSounds(), new LibriSpeech(), new TelephonePrompts(), new EventSounds()]).All;

        Assert.NotEmpty(sounds);
        Assert.NotEmpty(readers);
        Assert.All(read, recording => Assert.Equal(CorpusSplit.Test, recording.Split));
        Assert.Equal(sounds.Length + readers.Length + 1, read.Count);
    }

    [Fact]
    public void Voices_and_sentences_of_a_split_are_in_no_other()
    {
        Assert.Equal(Voice.All.Count, Voice.All.Select(voice => voice.Speaker).Distinct().Count());
        var texts = Enum.GetValues<CorpusSplit>().ToDictionary(split => split, split => GeneratedSpeech.Texts("sentences", split).Take(300).ToHashSet());
        Assert.Empty(texts[CorpusSplit.Train].Intersect(texts[CorpusSplit.Test]));
        Assert.Empty(texts[CorpusSplit.Train].Intersect(texts[CorpusSplit.Valid]));
    }

    [Fact]
    public void A_plan_takes_no_recording_of_another_split()
    {
        Digits(["jackson", "theo"], takes: 6);
        var library = RecordingLibrary.Read(new CorpusFolder(_folder), [new SpokenDigits()]);
        var plan = new CorpusPlan();
        foreach (var task in CorpusTasks.All) task.Plan(library, plan);

        Assert.All(plan.Clips, clip => Assert.All(clip.Parts, part => Assert.Equal(clip.Split, part.Recording.Split)));
        Assert.All(plan.Clips.Where(clip => clip.Split == CorpusSplit.Test), clip => Assert.Equal(Treatment.None, clip.Treatment));
        var stray = library.All.First(recording => recording.Split == CorpusSplit.Test);
        Assert.Throws<InvalidOperationException>(() => plan.Add(CorpusSplit.Train, [new ClipPart(stray, Cut.Whole)], Treatment.None, Ask.Free(new SentenceTask(), "one")));
    }

    private void Digits(string[] speakers, int takes)
    {
        foreach (var speaker in speakers)
            for (var digit = 0; digit < 10; digit++)
                for (var take = 0; take < takes; take++) Touch($"git/free-spoken-digit-dataset/recordings/{digit}_{speaker}_{take}.wav");
    }

    private string Touch(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, []);
        return path;
    }
}
