using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Conversion keeps names and values, tells what it stored otherwise, and gives the same bytes twice.</summary>
public sealed class ModelConverterTests
{
    [Theory]
    [InlineData(ElementType.Q8_0, 0.006)]
    [InlineData(ElementType.Q5_1, 0.04)]
    [InlineData(ElementType.Q5_0, 0.07)]
    [InlineData(ElementType.Q4_1, 0.08)]
    [InlineData(ElementType.Q4_0, 0.13)]
    [InlineData(ElementType.F16, 0.0005)]
    public void Matrices_become_what_was_asked_and_the_rest_stays_float(ElementType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var input = MakeModel(folder);
        var report = Convert(input, folder.File("out.gguf"), type);

        using var before = Checkpoint.Open(input);
        using var after = Checkpoint.Open(report.Model);
        Assert.Equal(before.Tensors.Keys.Order(StringComparer.Ordinal), after.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(type, after.Tensors["layer.weight"].Type);
        Assert.Equal(ElementType.F32, after.Tensors["layer.bias"].Type);
        Assert.Equal(ElementType.F32, after.Tensors["embed_positions.weight"].Type);
        Assert.Equal(ElementType.I64, after.Tensors["steps"].Type);
        Assert.Equal(ElementType.F16, after.Tensors["conv.weight"].Type);
        Assert.Equal(type.IsQuantised() ? ["conv.weight"] : [], report.Fallbacks.Select(fallback => fallback.Tensor));
        foreach (var name in before.Tensors.Keys)
        {
            var expected = before.Load(name).to(ScalarType.Float32);
            var error = (after.Load(name).to(ScalarType.Float32) - expected).abs().max().item<float>();
            // A step of the type, relative to the largest value of a block.
            Assert.InRange(error, 0, tolerance * expected.abs().max().item<float>());
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes_and_the_files_beside_it()
    {
        using var folder = new TemporaryFolder();
        MakeModel(folder);
        foreach (var name in new[] { "one", "two" })
        {
            var report = Convert(folder.Path, folder.File(name), ElementType.Q5_1);
            Assert.Equal(["config.json"], report.SideFiles);
            Assert.Equal(Directory.GetFiles(folder.File(name)).Sum(file => new FileInfo(file).Length), report.Bytes);
        }
        Assert.Equal(File.ReadAllBytes(folder.File("one/model.gguf")), File.ReadAllBytes(folder.File("two/model.gguf")));
        using var converted = Checkpoint.Open(folder.File("one"));
        Assert.Equal("toy", converted.Metadata["general.architecture"].AsText());
    }

    [Fact]
    public void Blocks_of_the_wanted_type_are_copied_not_quantised_again()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var first = Convert(MakeModel(folder), folder.File("first.gguf"), ElementType.Q4_1).Model;
        var second = Convert(first, folder.File("second.gguf"), ElementType.Q4_1).Model;
        using var a = Checkpoint.Open(first);
        using var b = Checkpoint.Open(second);
        foreach (var name in a.Tensors.Keys) Assert.Null(TensorValues.Difference(b.LoadBlocks(name), a.LoadBlocks(name)));
    }

    [Fact]
    public void Every_readable_fixture_converts_to_safetensors_and_back_exactly()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var converted = 0;
        foreach (var file in Directory.GetFiles(Fixtures.Require("gguf"), "valid_*.gguf").Concat(Directory.GetFiles(Fixtures.Require("torchzip"), "valid_*.pt*")))
        {
            using var original = Checkpoint.Open(file);
            if (original.Tensors.Values.Any(entry => entry.Type == ElementType.F64)) continue; // narrowed, and so not equal
            var report = Convert(file, folder.File("out.safetensors"), ElementType.F32);
            using var copy = Checkpoint.Open(report.Model);
            foreach (var (name, entry) in original.StateDict().Tensors)
            {
                var expected = original.StateDict().Load(name);
                if (expected.is_floating_point()) expected = expected.to(ScalarType.Float32);
                Assert.Null(TensorValues.Difference(copy.Load(name), expected));
                Assert.Equal(entry.Shape, copy.Tensors[name].Shape);
            }
            converted++;
        }
        Assert.True(converted > 0);
    }

    [Fact]
    public void Real_whisper_fits_the_box_in_five_bits()
    {
        using var folder = new TemporaryFolder();
        var report = Convert(Fixtures.RequireShared("models", "whisper-base"), folder.File("whisper-base"), ElementType.Q5_1);
        Assert.True(report.Bytes <= 64_000_000, $"{report.Bytes} bytes");
        using var converted = Checkpoint.Open(folder.File("whisper-base"));
        Assert.Equal("whisper", converted.Metadata["general.architecture"].AsText());
    }

    [Fact]
    public void A_conversion_can_be_stopped_and_leaves_no_half_file()
    {
        using var folder = new TemporaryFolder();
        var input = MakeModel(folder);
        using var stop = new CancellationTokenSource();
        var progress = new StopAfter(2, stop);
        Assert.Throws<OperationCanceledException>(() => ModelConverter.Convert(input, folder.File("out.gguf"), ElementType.Q8_0, progress, cancellation: stop.Token));
        Assert.DoesNotContain(Directory.GetFiles(folder.Path), file => file.Contains("out.gguf", StringComparison.Ordinal));
    }

    private static ConversionReport Convert(string input, string output, ElementType type) =>
        ModelConverter.Convert(input, output, type, cancellation: TestContext.Current.CancellationToken);

    private static string MakeModel(TemporaryFolder folder)
    {
        using var scope = NewDisposeScope();
        using var random = new Generator(7);
        SafetensorsWriter.Write(folder.File("model.safetensors"),
        [
            Normal("layer.weight", 6, 64), Normal("layer.bias", 64), Normal("embed_positions.weight", 4, 32), Normal("conv.weight", 4, 5, 3),
            new("steps", ElementType.I64, [3], () => tensor(new long[] { 1, -2, 1L << 40 })),
        ]);
        File.WriteAllText(folder.File("config.json"), """{"model_type": "toy"}""");
        return folder.File("model.safetensors");

        Audire.Models.Checkpoints.Writing.TensorToWrite Normal(string name, params long[] shape)
        {
            var values = randn(shape, generator: random);
            return new(name, ElementType.F32, shape, () => values);
        }
    }

    private sealed class StopAfter(int tensors, CancellationTokenSource stop) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value)
        {
            if (value.Done == tensors) stop.Cancel();
        }
    }
}
