using System.Text.Json;
using System.Text.Json.Serialization;
using Audire.Metrics.Instructions;
using Audire.Models.Generation;
using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Runs;

namespace Audire.Training.Salmonn;

/// <summary>
/// Activation tuning (Tang et al. 2024, section 3.3): the model itself writes a dozen stories with its LoRA turned down, where long answers come more easily, and is
/// then trained on them at full strength, a story a step.
/// </summary>
public static class ActivationTuning
{
    /// <summary>Stories, and steps, as published.</summary>
    public const int Published = 12;

    /// <summary>The task whose prompts ask for stories.</summary>
    public const string Task = "audio_story_telling";

    private const string FileName = "stories.jsonl";

    /// <summary>The stories of a run: those of its folder where they were written already, else new ones, kept there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="answerer">Has the model answer.</param>
    /// <param name="clips">Clips to tell stories about, in order of preference; each sound is used once.</param>
    /// <param name="tasks">Holds the prompts.</param>
    /// <param name="scale">The reduced factor on the LoRA's deltas.</param>
    /// <param name="count">Stories wanted.</param>
    /// <param name="generation">How texts are chosen.</param>
    /// <param name="progress">Told how many clips were tried, of how many.</param>
    /// <param name="cancellationToken">Stops the writing; nothing is kept then.</param>
    /// <exception cref="TrainingException">The model writes too few stories.</exception>
    public static IReadOnlyList<Story> Stories(
        TrainingRun run, Answerer answerer, IReadOnlyList<SurveyedItem> clips, TaskBook tasks, double scale, int count, GenerationOptions generation,
        Action<int, int>? progress, CancellationToken cancellationToken)
    {
        var path = Path.Combine(run.Folder, FileName);
        if (File.Exists(path))
            return [.. BoundedLines.Read(path).Select(line => JsonSerializer.Deserialize(line.Line.Span, StoryJson.Default.Story)!)];
        var tried = clips.DistinctBy(clip => clip.Hash).Take(4 * count).ToArray();
        var stories = new List<Story>();
        foreach (var part in tried.Chunk(answerer.Rows))
        {
            var texts = answerer.Answer(part, Prompt, generation, scale, cancellationToken: cancellationToken);
            // What is no story, or runs in circles, would teach just that.
            stories.AddRange(part.Zip(texts, (clip, text) => new Story(clip.Item.Name, clip.Hash, Prompt(clip), text, scale))
                .Where(story => FollowingRate.IsStory(story.Text, tasks[Task].FollowingWords) && !RepeatRate.IsLoop(story.Text)));
            progress?.Invoke(Math.Min(stories.Count, count), count);
            if (stories.Count >= count) break;
        }
        if (stories.Count < count)
            throw new TrainingException($"Of {tried.Length} answers at LoRA scale {scale:0.##} only {stories.Count} were stories, and {count} are wanted; lower the scale (--story-scale), ask for fewer (--stories), or give more clips.");
        stories.RemoveRange(count, stories.Count - count);
        run.Disk.Write(path, stream =>
        {
            foreach (var story in stories)
            {
                stream.Write(JsonSerializer.SerializeToUtf8Bytes(story, StoryJson.Default.Story));
                stream.WriteByte((byte)'\n');
            }
        });
        return stories;

        string Prompt(SurveyedItem clip) => tasks.TrainingPrompt(clip.Item with { Task = Task }, StepSeed.Of(clip.Hash));
    }

    /// <summary>Stories as batches of one.</summary>
    public static IBatchSource<HeardExample> Batches(IReadOnlyList<Story> stories, IReadOnlyList<SurveyedItem> clips, FeatureLoader features) => new StoryBatches(stories, clips, features);
}

/// <summary>Serialises stories by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Story))]
internal sealed partial class StoryJson : JsonSerializerContext;
