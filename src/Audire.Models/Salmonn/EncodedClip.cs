using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>What the frozen encoders say of one clip of at most one window (30 s): all that the trainable part sees of the sound.</summary>
/// <remarks>Owns its tensors. Immutable; safe to share between threads.</remarks>
/// <param name="speech">Whisper's last hidden states, [T, Cw], float32; taken over.</param>
/// <param name="audio">BEATs' output, [Tb, Cb], float32; null where the model has no second encoder; taken over.</param>
public sealed class EncodedClip(Tensor speech, Tensor? audio) : IDisposable
{
    /// <summary>Whisper's last hidden states, [T, Cw], float32.</summary>
    public Tensor Speech { get; } = speech.DetachFromDisposeScope();

    /// <summary>BEATs' output, [Tb, Cb], float32; null where the model has no second encoder.</summary>
    public Tensor? Audio { get; } = audio?.DetachFromDisposeScope();

    /// <summary>Memory it takes, in bytes.</summary>
    public long Bytes => sizeof(float) * (Speech.numel() + (Audio?.numel() ?? 0));

    /// <summary>The same values for another owner, who frees them by himself; nothing is copied.</summary>
    public EncodedClip Share() => new(Speech.alias(), Audio?.alias());

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        Speech.Dispose();
        Audio?.Dispose();
    }
}
