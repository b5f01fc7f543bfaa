using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>How a SALMONN is loaded.</summary>
public sealed record SalmonnOptions
{
    /// <summary>The device that computes.</summary>
    /// <value>The default is the CPU.</value>
    public Device Device { get; init; } = CPU;

    /// <summary>How the encoders' matrices are held.</summary>
    /// <value>The default is null: as a converted folder has them, else <see cref="WeightType.F32"/>.</value>
    public WeightType? EncoderType { get; init; }

    /// <summary>How the language model's matrices are held.</summary>
    /// <value>The default is null: float32 where the model is trained, else what suits its file (8 bits for quantised files, 16 for others).</value>
    public WeightType? DecoderType { get; init; }

    /// <summary>Whether gradients reach the adapter.</summary>
    /// <value>The default is false.</value>
    public bool Trainable { get; init; }

    /// <summary>Whether the encoders are loaded; without them a model answers about clips that were encoded before.</summary>
    /// <value>The default is true.</value>
    public bool WithEncoders { get; init; } = true;

    /// <summary>The configuration, where it is not that of the folder or the one read off the adapter; its widths are those of the parts.</summary>
    /// <value>The default is null.</value>
    public SalmonnConfig? Config { get; init; }

    /// <summary>From a part's name in an Audire folder (<c>whisper-base</c>) to its path.</summary>
    /// <value>The default is null: a folder inside the model's folder, or beside it.</value>
    public Func<string, string>? Resolve { get; init; }
}
