using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>One thing that is asked of a listener.</summary>
internal interface ICorpusTask
{
    /// <summary>Its name in the manifest.</summary>
    string Name { get; }

    /// <summary>The closed set of answers; empty where answers are free.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>Plans its clips in all splits.</summary>
    void Plan(RecordingLibrary library, CorpusPlan plan);
}

/// <summary>The tasks of the corpus.</summary>
internal static class CorpusTasks
{
    public static IReadOnlyList<ICorpusTask> All { get; } =
    [
        new DigitTask(), new SoundTask(), new SexTask(), new LanguageTask(), new EmotionTask(), new KindTask(), new RepetitionTask(), new SpeakerTask(), new SentenceTask(),
        new TranscriptTask(), new CaptionTask(),
    ];
}

/// <summary>How many clips a label, or a task with free answers, has in each split.</summary>
internal readonly record struct Quota(int Train, int Valid, int Test)
{
    public int Of(CorpusSplit split) => split switch { CorpusSplit.Train => Train, CorpusSplit.Valid => Valid, _ => Test };
}
