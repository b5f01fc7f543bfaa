namespace Audire.Models.Salmonn;

/// <summary>How a training forward runs.</summary>
public sealed record SalmonnForward
{
    /// <summary>Factor on the LoRA's deltas.</summary>
    /// <value>The default is null: <see cref="SalmonnConfig.LoraScaling"/>.</value>
    public double? LoraScale { get; init; }

    /// <summary>Whether the Q-Former and the LoRA drop activations, with the probabilities of the configuration.</summary>
    /// <value>The default is false.</value>
    public bool Dropout { get; init; }

    /// <summary>How many of the language model's layers, from the first, compute their activations again for the gradients instead of keeping them: less memory, and for all layers a third more time.</summary>
    /// <value>The default is 0; <see cref="int.MaxValue"/> means all.</value>
    public int CheckpointedLayers { get; init; }

    /// <summary>
    /// A token that fills shorter prompts of a batch up before their answers, as the published code does with its added [PAD]: it shifts
    /// the answers' positions, and their first tokens are predicted from it.
    /// </summary>
    /// <value>The default is null: rows are filled up behind their answers, where nothing sees it.</value>
    public int? PromptPad { get; init; }
}
