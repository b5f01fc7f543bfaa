using Audire.Audio;
using Audire.Audio.Features;
using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Whisper;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>The two frozen encoders: Whisper's for speech, BEATs for all other sound.</summary>
/// <remarks>Tang et al. 2024, section 3.1. Clips are encoded one by one: in a batch BEATs would see the padding. Thread-safe.</remarks>
/// <param name="speech">Whisper's encoder.</param>
/// <param name="audio">BEATs; null for a model without it.</param>
/// <param name="trimToClip">Whether Whisper sees only the clip's own frames instead of a window filled up with silence.</param>
public sealed class SpeechEncoders(WhisperEncoder speech, BeatsModel? audio, bool trimToClip) : IDisposable
{
    private const int SamplesPerPosition = 2 * LogMel.Hop;

    /// <summary>Whisper's encoder.</summary>
    public WhisperEncoder Speech { get; } = speech;

    /// <summary>BEATs; null for a model without it.</summary>
    public BeatsModel? Audio { get; } = audio;

    /// <summary>Samples of the longest block that is encoded as one: Whisper's window, 30 s in all published models.</summary>
    public int WindowSamples => Speech.Config.AudioPositions * SamplesPerPosition;

    /// <summary>Memory the weights take, in bytes.</summary>
    public long Bytes => Speech.Set.Bytes + (Audio?.Set.Bytes ?? 0);

    /// <summary>Encodes a clip, block by block.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="loading">What is done with one that is not one channel of 1 to 30 s at 16 kHz.</param>
    /// <param name="tap">Sees both encoders' activations, under <c>whisper.</c> and <c>beats.</c>.</param>
    /// <param name="cancellationToken">Looked at between the encoders' blocks.</param>
    /// <returns>One for every window begun; the caller's.</returns>
    public IReadOnlyList<EncodedClip> Encode(AudioClip clip, ClipLoading loading = ClipLoading.Mend, ActivationTap? tap = null, CancellationToken cancellationToken = default)
    {
        var encoded = new List<EncodedClip>();
        try
        {
            foreach (var block in ClipBlocks.Cut(clip, loading, WindowSamples)) encoded.Add(Encode(block.Span, tap, cancellationToken));
            FreedMemory.ReturnMuch(); // before the language model takes its own
            return encoded;
        }
        catch
        {
            encoded.ForEach(done => done.Dispose());
            throw;
        }
    }

    /// <summary>Frees both encoders.</summary>
    public void Dispose()
    {
        Speech.Dispose();
        Audio?.Dispose();
    }

    private EncodedClip Encode(ReadOnlySpan<float> samples, ActivationTap? tap, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var mel = Mel(samples).unsqueeze(0).to(Speech.Device);                                                       // [1, M, 2T]
        var heard = Speech.Forward(mel, Under("whisper.", tap), cancellationToken).squeeze(0);                       // [T, Cw]
        if (Audio is null) return new EncodedClip(heard, null);
        var fbank = KaldiFbank.ComputeForBeats(samples, Audio.Config.MelBins).unsqueeze(0).to(Audio.Device);         // [1, F, 128]
        var other = Audio.Forward(fbank, tap: Under("beats.", tap), cancellationToken: cancellationToken).squeeze(0); // [Tb, Cb]
        return new EncodedClip(heard, other);
    }

    // Cut to the clip, frames are those of the whole window: what lies behind the clip is silence, not its mirror image.
    private Tensor Mel(ReadOnlySpan<float> samples)
    {
        var bins = Speech.Config.MelBins;
        if (!trimToClip) return LogMel.Compute(samples, bins, WindowSamples);
        var positions = (samples.Length + SamplesPerPosition - 1) / SamplesPerPosition;
        var mel = LogMel.Compute(samples, bins, Math.Min(WindowSamples, (positions + 1) * SamplesPerPosition)); // [M, 2T + 2]
        return mel.narrow(1, 0, 2 * positions);                                                                 // [M, 2T]
    }

    private static ActivationTap? Under(string prefix, ActivationTap? tap) => tap is null ? null : (site, value) => tap(prefix + site, value);
}
