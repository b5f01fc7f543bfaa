using Audire.Audio;
using Audire.Audio.Features;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Transcribing;

/// <summary>A recording as the encoder sees it, window by window.</summary>
/// <remarks>Not thread-safe: one transcription owns it. It keeps the samples, and the log-mel spectrogram of the whole recording.</remarks>
internal sealed class RecordingFeatures : IDisposable
{
    private readonly Tensor _mel; // [M, T + 3000]
    private readonly WhisperConfig _config;
    private readonly Device _device;

    public RecordingFeatures(AudioClip clip, WhisperConfig config, Device device)
    {
        using var scope = NewDisposeScope();
        var speech = clip.ToSpeech();
        (_config, _device) = (config, device);
        Samples = speech.ChannelMemory(0);
        _mel = LogMel.ComputeRecording(Samples.Span, config.MelBins).DetachFromDisposeScope();
    }

    /// <summary>The samples, at 16 kHz.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Whole frames of 10 ms that hold sound.</summary>
    public int Frames => Samples.Length / LogMel.Hop;

    /// <summary>A window of the recording.</summary>
    /// <param name="seek">Its first frame.</param>
    /// <returns>[1, M, 3000], owned by the caller's dispose scope.</returns>
    public Tensor Window(int seek) => _mel.narrow(1, seek, _config.MelFrames).unsqueeze(0).to(_device).contiguous();

    public void Dispose() => _mel.Dispose();
}
