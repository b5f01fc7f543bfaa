using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Training.Labels;
using static TorchSharp.torch;

namespace Audire.Training.Bridges;

/// <summary>
/// The bridge of a SALMONN, warm-started: before a language model is in the loop, its embeddings learn to tell clips apart in several label sets. A step
/// costs a hundredth of one through the language model.
/// </summary>
/// <remarks>The model stays the caller's; its LoRA is left alone.</remarks>
public sealed class BridgeTuning : ILabelTrainee<BridgeExample>, IDisposable
{
    private readonly SalmonnModel _model;
    private readonly LabelHeads _heads;
    private readonly LabelOptions _options;
    private readonly SortedDictionary<string, Tensor> _trainable = new(StringComparer.Ordinal);

    /// <summary>Puts heads on a bridge.</summary>
    /// <param name="model">Loaded for training.</param>
    /// <param name="sets">The label sets.</param>
    /// <param name="options">Dropout, label smoothing, seed.</param>
    /// <param name="identity">What the model's frozen parts and first weights are, by name: hashes.</param>
    public BridgeTuning(SalmonnModel model, IReadOnlyList<LabelSet> sets, LabelOptions options, IReadOnlyDictionary<string, string> identity)
    {
        if (model.Trainable.Count == 0) throw new ArgumentException("The model was not loaded for training.", nameof(model));
        if (sets.Count == 0) throw new TrainingException("No task of the training clips has two or more labels; give examples a 'label', or begin without a warm start.");
        (_model, _options) = (model, options);
        _heads = new LabelHeads(sets, model.Config.Bridge.OutputWidth, options, model.Decoder.Device);
        foreach (var (name, tensor) in Own(model).Concat(_heads.Set.Trainable)) _trainable.Add(name, tensor);
        Identity = new Dictionary<string, string>(identity, StringComparer.Ordinal) { ["labels"] = _heads.Description, ["warm start"] = options.Description };
    }

    /// <inheritdoc/>
    public IReadOnlyList<LabelSet> Sets => _heads.Sets;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Trainable => _trainable;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>The bridge's own tensors among those a model trains.</summary>
    public static IEnumerable<KeyValuePair<string, Tensor>> Own(SalmonnModel model) =>
        model.Trainable.Where(pair => !pair.Key.StartsWith("llama_model.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public IReadOnlyList<int?> ClassesOf(BridgeExample example) => example.Classes;

    /// <inheritdoc/>
    public string NameOf(BridgeExample example) => example.Name;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Scores(IReadOnlyList<BridgeExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var dropout = new Dropout(_options.Dropout, pass.Training);
        var inner = new Dropout(_model.Config.Dropout, pass.Training);
        var blocks = _model.Adapter.Bridge.Forward([.. batch.SelectMany(example => example.Clips)], _model.Decoder.Device, inner); // [T, D] each
        var counts = batch.Select(example => example.Clips.Count).ToArray();
        var rows = new Tensor[batch.Count];
        for (int row = 0, first = 0; row < rows.Length; first += counts[row], row++)
            rows[row] = counts[row] == 1 ? blocks[first] : cat([.. blocks.Skip(first).Take(counts[row])], 0);         // [N, D]
        var longest = rows.Max(row => row.shape[0]);
        var vectors = nn.utils.rnn.pad_sequence(rows, batch_first: true);                                                // [B, N, D]
        var lengths = tensor([.. rows.Select(row => row.shape[0])], ScalarType.Int64).to(vectors.device);               // [B]
        var padding = arange(longest, ScalarType.Int64, vectors.device).unsqueeze(0).ge(lengths.unsqueeze(1));          // [B, N]
        return [.. _heads.Scores(vectors, padding, dropout).Select(scores => scores.MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public TrainingLoss Loss(IReadOnlyList<BridgeExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var loss = _heads.Loss(Scores(batch, pass), [.. batch.Select(example => example.Classes)], batch[0].Name, pass.Training);
        return loss with { Loss = loss.Loss.MoveToOuterDisposeScope() };
    }

    /// <summary>Frees the heads; the model stays.</summary>
    public void Dispose() => _heads.Dispose();
}
