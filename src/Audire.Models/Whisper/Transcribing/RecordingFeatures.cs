using Audire.Audio;
using Audire.Audio.Features;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Transcribing;

/// <summary>A recording as the encoder sees it, window by window. It keeps samples and no tensor, so hours of sound need no more memory than their samples.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class RecordingFeatures
{
    private readonly RecordingLogMel _mel;
    private readonly WhisperConfig _config;
    private readonly Device _device;

    public RecordingFeatures(AudioClip clip, WhisperConfig config, Device device, CancellationToken cancellationToken)
    {
        Samples = clip.ToSpeech().ChannelMemory(0);
        _mel = new RecordingLogMel(Samples, config.MelBins, cancellationToken);
        (_config, _device) = (config, device);
    }

    /// <summary>The samples, at 16 kHz.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>Whole frames of 10 ms that hold sound.</summary>
    public int Frames => _mel.Frames;

    /// <summary>A window of the recording.</summary>
    /// <param name="seek">Its first frame.</param>
    /// <returns>[1, M, T], owned by the caller's dispose scope.</returns>
    /// <remarks>
    /// What lies behind the end is silence where the recording fits one window, as the model was trained; in the last of several it is
    /// zero, the middle of the scale, as in openai-whisper's long form. The two give different words now and then.
    /// </remarks>
    public Tensor Window(int seek)
    {
        using var scope = NewDisposeScope();
        var mel = _mel.Window(seek, _config.MelFrames);                                          // [M, T]
        var heard = Math.Clamp(Frames - seek, 0, _config.MelFrames);
        if (Frames > _config.MelFrames && heard < _config.MelFrames) mel.narrow(1, heard, _config.MelFrames - heard).zero_();
        return mel.unsqueeze(0).to(_device).MoveToOuterDisposeScope();
    }
}
