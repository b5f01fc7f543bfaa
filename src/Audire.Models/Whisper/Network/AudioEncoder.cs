using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>Whisper's audio encoder: log-mel frames in, one vector every 20 ms out.</summary>
/// <remarks>
/// Radford et al. 2022, section 2.2: two convolutions (the second halves the frames), a table of positions, pre-norm blocks, a final norm.
/// A recogniser hears whole windows: the positions of an empty tail are part of what the decoder was trained on. Others may give fewer
/// frames, which take the first positions. Immutable; safe to share between threads.
/// </remarks>
internal sealed class AudioEncoder
{
    private readonly WhisperConfig _config;
    private readonly Conv1d _conv1;
    private readonly Conv1d _conv2;
    private readonly Tensor _positions; // [T, C]
    private readonly EncoderBlock[] _blocks;
    private readonly LayerNorm _norm;

    public AudioEncoder(Weights weights, WhisperConfig config)
    {
        _config = config;
        _conv1 = weights.Conv1d("conv1", config.MelBins, config.Width, kernel: 3, padding: 1);
        _conv2 = weights.Conv1d("conv2", config.Width, config.Width, kernel: 3, stride: 2, padding: 1);
        _positions = weights.Vector("embed_positions.weight", config.AudioPositions, config.Width);
        _blocks = [.. Enumerable.Range(0, config.EncoderLayers).Select(i => new EncoderBlock(weights.Scope($"layers.{i}"), config, $"encoder.layers.{i}"))];
        _norm = weights.LayerNorm("layer_norm", config.Width);
    }

    /// <summary>Encodes windows.</summary>
    /// <param name="mel">Log-mel frames, [B, mel bins, 2T], float32; at most the window's, an even number.</param>
    /// <param name="tap">Sees conv1, conv2, embedded (the input of the blocks), every block's activations, and last_hidden.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>[B, T, C], float32, owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor mel, ActivationTap? tap = null, CancellationToken cancellationToken = default)
    {
        if (mel.dim() != 3 || mel.shape[1] != _config.MelBins || mel.shape[2] is var frames && (frames < 2 || frames > _config.MelFrames || frames % 2 != 0))
            throw new ArgumentException(
                $"Log-mel frames are [{string.Join(", ", mel.shape)}]; [batch, {_config.MelBins}, an even number up to {_config.MelFrames}] was expected: pad or cut to a window.", nameof(mel));

        using var scope = NewDisposeScope();
        var x = tap.See("encoder", "embedded", InPlace.Add(Stem(mel, tap), _positions.narrow(0, 0, mel.shape[2] / 2))); // [B, T, C]
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            x = block.Forward(x, tap);
        }
        return tap.See("encoder", "last_hidden", _norm.Forward(x)).MoveToOuterDisposeScope();
    }

    private Tensor Stem(Tensor mel, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var first = tap.See("encoder", "conv1", InPlace.Gelu(_conv1.Forward(mel)));    // [B, C, 2T]
        var second = tap.See("encoder", "conv2", InPlace.Gelu(_conv2.Forward(first))); // [B, C, T]
        return second.transpose(1, 2).contiguous().MoveToOuterDisposeScope(); // [B, T, C]
    }
}
