using Audire.Audio;
using Audire.Models.Generation;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Models.QFormer;
using Audire.Models.Salmonn;
using Audire.Tests.Cli;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The recogniser and the language model in the box become a SALMONN that can be trained.</summary>
public sealed class ShippedPartsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static SalmonnConfig Small { get; } = new()
    {
        Bridge = new AudioBridgeConfig(1, null, 1, new QFormerConfig(Hidden: 64, Heads: 4, FeedForward: 128, EncoderWidth: 1), new FusionWindows()),
        Lora = LoraConfig.Salmonn,
        Template = "smollm2",
        TrimToClip = true,
    };

    [Fact]
    public void A_short_clip_becomes_few_tokens_and_gradients_reach_the_adapter()
    {
        using var scope = NewDisposeScope();
        using var model = SalmonnModel.Create(Shipped.Recogniser(), null, Shipped.LanguageModel(), Small, seed: 1);
        using var clip = Assert.Single(model.Encode(AudioClip.Mono(new float[24_000], AudioClip.SpeechRate), cancellationToken: Cancellation));
        Assert.Equal([75, model.Encoders.Speech.Config.Width], clip.Speech.shape);
        Assert.Equal((75 - 17) / 17 + 1, model.TokenCount(clip));

        model.Loss([new SalmonnExample([clip], "<Speech><SpeechHere></Speech> What is heard?", "nothing")], new SalmonnForward { Dropout = true, CheckpointedLayers = int.MaxValue }).Loss.backward();
        foreach (var (name, parameter) in model.Trainable)
        {
            Assert.True(parameter.grad is { } gradient && gradient.isfinite().all().item<bool>(), name);
            // B is zero before training, so nothing reaches A yet; the single query's own attention has one key.
            var felt = !name.Contains("lora_A", StringComparison.Ordinal) && !name.Contains("attention.self.query", StringComparison.Ordinal) && !name.Contains("self.key", StringComparison.Ordinal);
            if (felt) Assert.True(parameter.grad!.abs().max().item<float>() > 0, name);
        }
    }

    [Fact]
    public void Before_training_the_language_model_answers_text_as_it_did()
    {
        using var model = SalmonnModel.Create(Shipped.Recogniser(), null, Shipped.LanguageModel(), Small, seed: 1, new SalmonnOptions { DecoderType = WeightType.Int8, WithEncoders = false });
        Assert.Contains("Paris", model.Answer([], "What is the capital of France?", new GenerationOptions { MaxNewTokens = 12 }, cancellation: Cancellation), StringComparison.Ordinal);
        Assert.Contains("released", Assert.Throws<InvalidOperationException>(() => model.Encode(AudioClip.Mono(new float[1], 16_000), cancellationToken: Cancellation)).Message, StringComparison.Ordinal);
        Assert.Null(model.Warning);
    }
}
