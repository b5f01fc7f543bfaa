using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>What the decoder hears of encoded windows: the cross-attention's keys and values of every block, computed once a window.</summary>
/// <remarks>Immutable; any number of decoder states may share it. Dispose it after the last of them.</remarks>
internal sealed class AudioMemory : IDisposable
{
    private readonly Tensor[] _keysAndValues; // a block each: [2, A, H, S, D], contiguous

    public AudioMemory(IEnumerable<Tensor> keysAndValues)
    {
        _keysAndValues = [.. keysAndValues.Select(tensor => tensor.DetachFromDisposeScope())];
        Keys = [.. _keysAndValues.Select(tensor => tensor[0].DetachFromDisposeScope())];
        Values = [.. _keysAndValues.Select(tensor => tensor[1].DetachFromDisposeScope())];
        Windows = _keysAndValues[0].shape[1];
    }

    /// <summary>Number of windows, A.</summary>
    public long Windows { get; }

    /// <summary>Keys by block, each [A, H, S, D].</summary>
    public Tensor[] Keys { get; }

    /// <summary>Values by block, each [A, H, S, D].</summary>
    public Tensor[] Values { get; }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[.. Keys, .. Values, .. _keysAndValues]) tensor.Dispose();
    }
}
