using Audire.Models.Salmonn;
using static TorchSharp.torch;

namespace Audire.Training.Salmonn;

/// <summary>SALMONN as the loop trains it: bridge and LoRA learn, encoders and language model stay as they are.</summary>
/// <remarks>Tang et al. 2024, section 4.1. The model stays the caller's.</remarks>
public sealed class SalmonnTrainee : ITrainee<HeardExample>
{
    private readonly SalmonnModel _model;

    /// <summary>Prepares a model.</summary>
    /// <param name="model">Loaded for training.</param>
    /// <param name="identity">What its frozen parts and its first weights are, by name: hashes.</param>
    public SalmonnTrainee(SalmonnModel model, IReadOnlyDictionary<string, string> identity)
    {
        if (model.Trainable.Count == 0) throw new ArgumentException("The model was not loaded for training.", nameof(model));
        (_model, Identity) = (model, identity);
        Trainable = model.Trainable;
    }

    /// <summary>Factor on the LoRA's deltas while training; null for the model's own.</summary>
    public double? LoraScale { get; init; }

    /// <summary>Whether the Q-Former and the LoRA drop activations in training.</summary>
    public bool Drops { get; init; } = true;

    /// <summary>A token that fills shorter prompts up before their answers, as the published code does; null for the better way.</summary>
    public int? PromptPad { get; init; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Trainable { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity { get; }

    /// <inheritdoc/>
    public TrainingLoss Loss(IReadOnlyList<HeardExample> batch, TrainingPass pass)
    {
        var options = new SalmonnForward { LoraScale = LoraScale, Dropout = pass.Training && Drops, CheckpointedLayers = pass.CheckpointedLayers, PromptPad = PromptPad };
        var loss = _model.Loss([.. batch.Select(heard => heard.Example)], options);
        return new TrainingLoss(loss.Loss, loss.Correct, loss.Tokens);
    }

    /// <inheritdoc/>
    public string NameOf(HeardExample example) => example.Name;
}
