using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper;

/// <summary>Where and in which precision a Whisper model is held.</summary>
public sealed record WhisperModelOptions
{
    /// <summary>The device that computes.</summary>
    /// <value>The default is null: the process's own, see <see cref="Runtime.TorchRuntime"/>.</value>
    public Device? Device { get; init; }

    /// <summary>How the encoder's matrices are held. It multiplies 1500 rows at a time, where arithmetic is what costs.</summary>
    /// <value>The default is <see cref="WeightType.F32"/>.</value>
    public WeightType EncoderType { get; init; } = WeightType.F32;

    /// <summary>How the decoder's matrices are held. It multiplies one row at a time, where reading them is what costs.</summary>
    /// <value>The default is <see cref="WeightType.F16"/>, as the published weights are.</value>
    public WeightType DecoderType { get; init; } = WeightType.F16;

    /// <summary>Which tensors, by their full names in the checkpoint, gradients are to reach.</summary>
    /// <value>The default is null: none.</value>
    public Func<string, bool>? Trainable { get; init; }
}
