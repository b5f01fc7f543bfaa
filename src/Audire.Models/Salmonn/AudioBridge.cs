using Audire.Models.Nn;
using Audire.Models.QFormer;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Salmonn;

/// <summary>From what two encoders heard to what a language model reads: norms, one joint stream, windows, a Q-Former, a projection.</summary>
/// <remarks>
/// Tang et al. 2024, "SALMONN", section 3.1. Streams are joined frame by frame although a BEATs token is no 20 ms frame: that is how the model was
/// trained. Immutable; safe to share between threads. Its weights belong to the set it was built into.
/// </remarks>
public sealed class AudioBridge
{
    private readonly LayerNorm _speechNorm;
    private readonly LayerNorm? _audioNorm;
    private readonly QFormerModel _queries;
    private readonly Linear _project;

    /// <summary>Builds a bridge among the weights of an adapter, under the names of <c>salmonn.pth</c>.</summary>
    /// <param name="weights">The adapter's root.</param>
    /// <param name="config">The shape.</param>
    public AudioBridge(Weights weights, AudioBridgeConfig config)
    {
        Config = config.Checked("the bridge's configuration");
        _speechNorm = weights.LayerNorm("ln_speech", config.SpeechWidth);
        _audioNorm = config.AudioWidth is { } width ? weights.LayerNorm("ln_audio", width) : null;
        _queries = new QFormerModel(weights, config.QFormer);
        _project = weights.Linear("speech_llama_proj", config.QFormer.Hidden, config.OutputWidth);
        weights.Ignore("beats.encoder.layers."); // the saving script leaves copies of the frozen encoder's shared table behind
    }

    /// <summary>The shape.</summary>
    public AudioBridgeConfig Config { get; }

    /// <summary>Embeddings that a stream becomes.</summary>
    /// <param name="speechFrames">Frames of the speech encoder.</param>
    /// <param name="audioTokens">Tokens of BEATs, 0 without it.</param>
    public long TokenCount(long speechFrames, long audioTokens) =>
        Config.Windows.Count(Math.Max(speechFrames, audioTokens)) * Config.QFormer.Queries;

    /// <summary>Joins and draws.</summary>
    /// <param name="speech">The speech encoder's frames, [B, T, Cw], float32.</param>
    /// <param name="audio">The BEATs tokens, [B, Tb, Cb], float32; null exactly where the bridge was built for speech alone.</param>
    /// <param name="dropout">The Q-Former's (0.1 in SALMONN's training).</param>
    /// <param name="tap">Sees ln_speech, ln_audio, audio_padded, concat, windows, the Q-Former's activations, and speech_llama_proj.</param>
    /// <returns>[B, L · queries, D]: the windows in time, each with its queries side by side; owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A stream is missing, or has another shape.</exception>
    public Tensor Forward(Tensor speech, Tensor? audio, Dropout dropout = default, ActivationTap? tap = null)
    {
        CheckInput(speech, audio);
        using var scope = NewDisposeScope();
        var joint = Join(speech, audio, tap);                                             // [B, T, E]
        var windows = See(tap, "windows", Config.Windows.Cut(joint));                     // [B · L, K, E]
        var projected = Draw(windows, dropout, tap);                                      // [B · L, Q, D]
        return See(tap, "speech_llama_proj", projected.view(speech.shape[0], -1, Config.OutputWidth)).MoveToOuterDisposeScope(); // [B, L · Q, D]
    }

    /// <summary>Joins and draws clips of any lengths, each as if it were alone; the Q-Former runs once over all their windows.</summary>
    /// <param name="clips">What the encoders said of each, of any float type, on any device.</param>
    /// <param name="device">Where the bridge's weights are.</param>
    /// <param name="dropout">The Q-Former's.</param>
    /// <returns>For each clip [L · queries, D], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A stream is missing, or has another shape.</exception>
    public IReadOnlyList<Tensor> Forward(IReadOnlyList<EncodedClip> clips, Device device, Dropout dropout = default)
    {
        if (clips.Count == 0) return [];
        using var scope = NewDisposeScope();
        var windows = clips.Select(Windows).ToArray();                                    // [L, K, E] each
        var drawn = Config.Windows.Whole // then windows differ in length
            ? [.. windows.Select(own => Draw(own, dropout, null))]                        // [1, Q, D] each
            : Draw(cat(windows, 0), dropout, null).split([.. windows.Select(own => own.shape[0])], 0); // [L, Q, D] each
        return [.. drawn.Select(own => own.reshape(-1, Config.OutputWidth).MoveToOuterDisposeScope())];

        Tensor Windows(EncodedClip clip)
        {
            var speech = clip.Speech.unsqueeze(0).to(ScalarType.Float32).to(device);      // [1, T, Cw]
            var audio = clip.Audio?.unsqueeze(0).to(ScalarType.Float32).to(device);       // [1, Tb, Cb]
            CheckInput(speech, audio);
            return Config.Windows.Cut(Join(speech, audio, null));                         // [L, K, E]
        }
    }

    private Tensor Draw(Tensor windows, Dropout dropout, ActivationTap? tap) =>
        _project.Forward(_queries.Forward(windows, dropout, tap));                        // [N, Q, D]

    // Norms come before padding, so that padded frames are zeros.
    private Tensor Join(Tensor speech, Tensor? audio, ActivationTap? tap)
    {
        var heard = See(tap, "ln_speech", _speechNorm.Forward(speech));                   // [B, T, Cw]
        if (audio is null) return See(tap, "concat", heard);
        var other = See(tap, "ln_audio", _audioNorm!.Forward(audio));                     // [B, Tb, Cb]
        var frames = Math.Max(heard.shape[1], other.shape[1]);
        var padded = See(tap, "audio_padded", Pad(other, frames));                        // [B, max, Cb]
        return See(tap, "concat", cat([Pad(heard, frames), padded], 2));                  // [B, max, E]
    }

    private static Tensor Pad(Tensor x, long frames) => x.shape[1] == frames ? x : F.pad(x, [0, 0, 0, frames - x.shape[1]]);

    private static Tensor See(ActivationTap? tap, string site, Tensor value) => tap is null ? value : tap(site, value);

    private void CheckInput(Tensor speech, Tensor? audio)
    {
        if (audio is null != Config.AudioWidth is null)
            throw new ArgumentException(audio is null ? "This bridge also needs the BEATs stream." : "This bridge hears speech alone; give it no BEATs stream.", nameof(audio));
        Check(speech, Config.SpeechWidth, nameof(speech));
        if (audio is null) return;
        Check(audio, Config.AudioWidth!.Value, nameof(audio));
        if (audio.shape[0] != speech.shape[0]) throw new ArgumentException($"There are {speech.shape[0]} rows of speech and {audio.shape[0]} of audio; one each was expected.", nameof(audio));

        static void Check(Tensor stream, long width, string name)
        {
            if (stream.dim() != 3 || stream.shape[1] < 1 || stream.shape[2] != width)
                throw new ArgumentException($"The {name} stream is [{string.Join(", ", stream.shape)}]; [rows, frames, {width}] was expected.", name);
        }
    }
}
