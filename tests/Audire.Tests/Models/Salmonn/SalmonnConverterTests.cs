using Audire.Audio;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Planning;
using Audire.Models.Salmonn;
using Audire.Models.Salmonn.Prompting;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>One folder made of published parts says what the parts say when they are quantised at load.</summary>
public sealed class SalmonnConverterTests
{
    [Theory]
    [InlineData(WeightType.Int8)]
    [InlineData(WeightType.Int4)]
    public void A_converted_folder_is_the_model_of_its_parts(WeightType type)
    {
        using var one = SalmonnCase.All().First(one => one.Name == "tiny");
        using var folder = new TemporaryFolder();
        using var adapter = Checkpoint.Open(one.At("ckpt", "salmonn.safetensors"));
        var config = RecordedModel.Config(one, new CheckpointWeights(adapter));
        var parts = new SalmonnParts { Whisper = one.At("ckpt", "whisper"), Beats = one.At("ckpt", "beats.pt"), LanguageModel = one.At("ckpt", "llama"), Adapter = one.At("ckpt", "salmonn.pth") };
        var output = Path.Combine(folder.Path, "model");
        var report = SalmonnConverter.Convert(parts, output, type, config, cancellation: TestContext.Current.CancellationToken);
        Assert.True(SalmonnFolder.Is(output));
        Assert.True(report.Bytes < report.BytesBefore, $"{report.BytesBefore} bytes became {report.Bytes}.");

        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var expected = SalmonnModel.Load(parts, new SalmonnOptions { Config = config, EncoderType = WeightType.Int8, DecoderType = type });
        using var found = SalmonnModel.Load(output);
        Assert.Equal(type, found.Decoder.Type);
        var mel = randn(1, expected.Encoders.Speech.Config.MelBins, expected.Encoders.Speech.Config.MelFrames);
        TensorAssert.Close(expected.Encoders.Speech.Forward(mel, cancellationToken: TestContext.Current.CancellationToken), found.Encoders.Speech.Forward(mel, cancellationToken: TestContext.Current.CancellationToken), 0, "the speech encoder");
        var x = randn(1, 5, expected.Decoder.Config.Width);
        TensorAssert.Close(expected.Decoder.Logits(expected.Decoder.Forward(x)), found.Decoder.Logits(found.Decoder.Forward(x)), 0, "the language model");
        foreach (var (name, tensor) in expected.Trainable.Concat(expected.Adapter.Set.Trainable)) TensorAssert.Close(tensor, found.Trainable[name], 0, name);
        // BEATs lies in float16: what it heard differs by that rounding.
        var fbank = randn(1, 64, expected.Encoders.Audio!.Config.MelBins);
        using var whole = SalmonnModel.Load(parts, new SalmonnOptions { Config = config });
        TensorAssert.Close(whole.Encoders.Audio!.Forward(fbank, cancellationToken: TestContext.Current.CancellationToken), found.Encoders.Audio!.Forward(fbank, cancellationToken: TestContext.Current.CancellationToken), 2e-2, "the sound encoder");

        var planned = new MemoryPlan(ModelPlanner.Plan(output));
        Assert.Equal(4, planned.Parts.Count);
    }

    [Fact]
    public void What_was_trained_is_half_as_large_and_answers_the_same()
    {
        using var folder = TrainedFolder.Open();
        var output = Path.Combine(folder.Path, "rounded"); // its Whisper and language model stand in the folder above
        var report = SalmonnConverter.Round(folder.Path, output);
        Assert.InRange(report.Bytes, 0, report.BytesBefore * 3 / 4);
        var rounded = SalmonnFolder.Read(output);
        Assert.Equal(("whisper", "llama"), (rounded.Whisper, rounded.LanguageModel));
        using var model = SalmonnModel.Load(output, new SalmonnOptions { DecoderType = WeightType.F32, Resolve = name => Path.Combine(folder.Path, name) });
        var (clip, question, answer) = folder.First;
        var heard = model.Encode(AudioFile.Load(clip, cancellationToken: TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(answer, model.Answer(heard, PromptText.AboutClip(question), cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_write_that_fails_leaves_no_folder_that_could_be_taken_for_a_model()
    {
        using var one = SalmonnCase.All().First(one => one.Name == "tiny");
        using var folder = new TemporaryFolder();
        using var adapter = Checkpoint.Open(one.At("ckpt", "salmonn.safetensors"));
        var config = RecordedModel.Config(one, new CheckpointWeights(adapter));
        var parts = new SalmonnParts { Whisper = one.At("ckpt", "whisper"), Beats = one.At("ckpt", "beats.pt"), LanguageModel = one.At("ckpt", "llama"), Adapter = one.At("ckpt", "salmonn.pth") };
        for (int refused = 0; ; refused++)
        {
            var output = Path.Combine(folder.Path, $"model{refused}");
            int written = 0;
            try
            {
                SalmonnConverter.Convert(parts, output, WeightType.Int8, config, create: path => written++ == refused ? throw new IOException("No space left on device.") : File.Create(path), cancellation: TestContext.Current.CancellationToken);
                Assert.True(refused > 4, $"Only {refused} files were written.");
                return;
            }
            catch (CheckpointException error)
            {
                Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
                Assert.False(SalmonnFolder.Is(output));
            }
        }
    }
}
