using Audire.Models.Generation;
using Audire.Models.Salmonn;
using Audire.Training.Data;
using Audire.Training.Features;
using static TorchSharp.torch;

namespace Audire.Training.Salmonn;

/// <summary>Has a model answer about many examples, several at a time.</summary>
/// <param name="model">The model.</param>
/// <param name="features">Gives what the encoders say.</param>
public sealed class Answerer(SalmonnModel model, FeatureLoader features)
{
    /// <summary>Answers together: rows of a batch share the cost of reading the weights.</summary>
    /// <value>The default is 8.</value>
    public int Rows { get; init; } = 8;

    /// <summary>The answers, in order.</summary>
    /// <param name="items">The examples; those of one length beside each other are quickest.</param>
    /// <param name="prompt">The prompt of each.</param>
    /// <param name="options">How texts are chosen.</param>
    /// <param name="scale">Factor on the LoRA's deltas; null for the model's own.</param>
    /// <param name="progress">Told how many are answered, of how many.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public IReadOnlyList<string> Answer(
        IReadOnlyList<SurveyedItem> items, Func<SurveyedItem, string> prompt, GenerationOptions options, double? scale = null,
        Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        var answers = new List<string>();
        using var frozen = no_grad();
        foreach (var part in items.Chunk(Rows))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var clips = new List<IReadOnlyList<EncodedClip>>();
            try
            {
                foreach (var item in part) clips.Add(features.Load(item, 0, cancellationToken));
                var questions = part.Zip(clips, (item, heard) => model.Question(heard, prompt(item))).ToArray();
                answers.AddRange(model.Generate(questions, options, new SalmonnRequest { LoraScale = scale }, cancellationToken).Select(Text));
            }
            finally
            {
                foreach (var clip in clips.SelectMany(heard => heard)) clip.Dispose();
            }
            progress?.Invoke(answers.Count, items.Count);
        }
        return answers;
    }

    private string Text(IReadOnlyList<int> tokens) => model.Tokenizer.Decode([.. tokens], skipSpecial: true).Trim();
}
