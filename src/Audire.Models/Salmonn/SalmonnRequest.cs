using Audire.Models.Nn;

namespace Audire.Models.Salmonn;

/// <summary>What a request may ask for beyond how its text is chosen.</summary>
public sealed record SalmonnRequest
{
    /// <summary>Factor on the LoRA's deltas: the paper's way to trade trained tasks against abilities that were not trained (section 4.4).</summary>
    /// <value>The default is null: <see cref="SalmonnConfig.LoraScaling"/>. 0 leaves the language model as it was before.</value>
    public double? LoraScale { get; init; }

    /// <summary>
    /// Whether texts are chosen by the rules that the published code inherits from transformers 4.28: the beginning token, which is not in the
    /// prompt, counts as written for repetition penalties and for the lengths of a beam search.
    /// </summary>
    /// <value>The default is false: penalties and lengths count what is written, and a beam search goes by <see cref="Generation.BeamSearch"/>.</value>
    public bool AsPublished { get; init; }

    /// <summary>Sees, and may replace, activations of the language model.</summary>
    /// <value>The default is null.</value>
    public ActivationTap? Tap { get; init; }
}
