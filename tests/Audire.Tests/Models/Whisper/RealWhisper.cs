using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Transcribing;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>The published Whisper base, loaded once for a class of tests; its absence skips them.</summary>
public sealed class RealWhisper : IDisposable
{
    private readonly Dictionary<WeightType, WhisperModel> _models = [];

    /// <summary>The model with its decoder's matrices held in a given type.</summary>
    public WhisperModel Load(WeightType decoder = WeightType.F32)
    {
        var folder = Fixtures.RequireShared("models", "whisper-base");
        if (!_models.TryGetValue(decoder, out var model)) _models[decoder] = model = WhisperModel.Load(folder, new WhisperModelOptions { DecoderType = decoder });
        return model;
    }

    /// <summary>Encodes the first window of a recording.</summary>
    internal static Tensor Encode(WhisperModel model, Audire.Audio.AudioClip clip, ActivationTap? tap = null)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var features = new RecordingFeatures(clip, model.Config, model.Device, TestContext.Current.CancellationToken);
        return model.Network.Encoder.Forward(features.Window(0), tap, TestContext.Current.CancellationToken).MoveToOuterDisposeScope();
    }

    internal static WindowDecoder Decoder(WhisperModel model) => new(model.Network.Decoder, model.Vocabulary, model.Tokenizer, model.Rules);

    public void Dispose()
    {
        foreach (var model in _models.Values) model.Dispose();
    }
}
