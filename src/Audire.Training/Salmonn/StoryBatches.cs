using Audire.Models.Salmonn;
using Audire.Training.Data;
using Audire.Training.Features;

namespace Audire.Training.Salmonn;

/// <summary>One story a batch, in the order they were written.</summary>
internal sealed class StoryBatches(IReadOnlyList<Story> stories, IReadOnlyList<SurveyedItem> clips, FeatureLoader features) : IBatchSource<HeardExample>
{
    private readonly Dictionary<string, SurveyedItem> _clips = clips.DistinctBy(clip => clip.Hash).ToDictionary(clip => clip.Hash, StringComparer.Ordinal);

    public long BatchesPerEpoch => stories.Count;

    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["stories"] = FeatureCache.Key([.. stories.SelectMany(story => new[] { story.Hash, story.Prompt, story.Text })])[..16],
    };

    public IReadOnlyList<HeardExample> Load(long number, CancellationToken cancellationToken)
    {
        var story = stories[(int)(number % stories.Count)];
        var clip = _clips.GetValueOrDefault(story.Hash)
            ?? throw new TrainingException($"The clip {story.Clip}, about which a story was written, is no longer in the data; put it back, or start in a new folder (--out).");
        return [new HeardExample(story.Clip, new SalmonnExample(features.Load(clip, 0, cancellationToken), story.Prompt, story.Text))];
    }

    public void Release(IReadOnlyList<HeardExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }
}
