using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Gguf;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>What is written is read back exactly; quantisers give the reference's bytes; a failing disk leaves the old file alone.</summary>
public sealed class CheckpointWritingTests
{
    [Fact]
    public void Quantisers_give_the_reference_bytes()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var recorded = Fixtures.Json("gguf", "valid.json");
        var compared = 0;
        foreach (var record in recorded.RootElement.GetProperty("valid").EnumerateArray())
        {
            foreach (var expected in record.GetProperty("expected").EnumerateArray().Select(value => value.GetString()!).Where(name => name.EndsWith(".safetensors", StringComparison.Ordinal)))
            {
                using var values = Checkpoint.Open(Fixtures.Require("gguf", expected));
                if (!values.Tensors.TryGetValue("source_of_quantised", out var source)) continue;
                using var reference = Checkpoint.Open(Fixtures.Require("gguf", record.GetProperty("file").GetString()!));
                var type = reference.Tensors["quantised"].Type;
                GgufWriter.Write(folder.File("own.gguf"), [new("quantised", type, source.Shape, () => values.Load(source.Name))], new Dictionary<string, MetadataValue>());
                using var own = Checkpoint.Open(folder.File("own.gguf"));
                Assert.True(TensorValues.Difference(own.LoadBlocks("quantised"), reference.LoadBlocks("quantised")) is null, $"{type} differs from the reference quantiser");
                compared++;
            }
        }
        Assert.True(compared > 0, "No quantiser was compared.");
    }

    [Fact]
    public void Gguf_files_written_again_have_the_same_content()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var recorded = Fixtures.Json("gguf", "valid.json");
        foreach (var file in recorded.RootElement.GetProperty("valid").EnumerateArray().Select(record => record.GetProperty("file").GetString()!))
        {
            using var original = Checkpoint.Open(Fixtures.Require("gguf", file));
            var tensors = original.Tensors.Values.Select(entry => new TensorToWrite(entry.Name, entry.Type, entry.Shape,
                () => entry.Type.IsQuantised() ? original.LoadBlocks(entry.Name) : original.Load(entry.Name)));
            GgufWriter.Write(folder.File("copy.gguf"), tensors, original.Metadata);
            using var copy = Checkpoint.Open(folder.File("copy.gguf"));
            Assert.Equal(original.Metadata.Keys, copy.Metadata.Keys);
            foreach (var (key, value) in original.Metadata)
            {
                Assert.Equal(value.Value.GetType(), copy.Metadata[key].Value.GetType());
                Assert.Equal(value.ToString(), copy.Metadata[key].ToString());
            }
            Assert.Equal(original.Tensors.Keys, copy.Tensors.Keys);
            foreach (var name in original.Tensors.Keys) Assert.Null(TensorValues.Difference(copy.LoadBlocks(name), original.LoadBlocks(name)));
        }
    }

    [Fact]
    public void Safetensors_files_written_again_have_the_same_content_and_can_be_mapped()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        using var recorded = Fixtures.Json("safetensors", "valid.json");
        foreach (var file in recorded.RootElement.GetProperty("valid").EnumerateArray().Select(record => record.GetProperty("file").GetString()!))
        {
            using var original = Checkpoint.Open(Fixtures.Require("safetensors", file));
            var writable = original.Tensors.Values.Where(entry => entry.Type is not (ElementType.F8E4M3 or ElementType.F8E5M2 or ElementType.U16 or ElementType.U32 or ElementType.U64)).ToList();
            var metadata = original.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value.AsText()!, StringComparer.Ordinal);
            SafetensorsWriter.Write(folder.File("copy.safetensors"), writable.Select(entry => new TensorToWrite(entry.Name, entry.Type, entry.Shape, () => original.Load(entry.Name))), metadata);
            using var copy = Checkpoint.Open(folder.File("copy.safetensors"));
            Assert.Equal(metadata, copy.Metadata.ToDictionary(pair => pair.Key, pair => pair.Value.AsText()!, StringComparer.Ordinal));
            Assert.Equal(writable.Count, copy.Tensors.Count);
            foreach (var entry in writable) Assert.Null(TensorValues.Difference(copy.Load(entry.Name), original.Load(entry.Name)));
        }
    }

    [Fact]
    public void A_disk_that_fails_at_any_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, write) in new (string, Action<string, Func<string, Stream>?>)[] { ("model.safetensors", Safetensors), ("model.gguf", Gguf) })
        {
            var path = folder.File(name);
            File.WriteAllText(path, "old");
            var failAt = 0;
            while (true)
            {
                var at = failAt++;
                try
                {
                    write(path, temporary => new FailingStream(temporary, at));
                    break;
                }
                catch (CheckpointException e)
                {
                    Assert.Equal(CheckpointFault.NotWritable, e.Kind);
                    Assert.Contains("No space left on device", e.Message, StringComparison.Ordinal);
                    Assert.Equal("old", File.ReadAllText(path));
                    Assert.Equal([path], Directory.GetFiles(folder.Path));
                }
            }
            Assert.True(failAt > 3, "Too few writes were seen to fail.");
            using (Checkpoint.Open(path)) Assert.Equal([path], Directory.GetFiles(folder.Path));
            File.Delete(path);
        }
    }

    [Fact]
    public void What_a_type_cannot_hold_is_told_by_tensor()
    {
        using var folder = new TemporaryFolder();
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, 1e9f })
        {
            var fault = Assert.Throws<CheckpointException>(() => GgufWriter.Write(folder.File("bad.gguf"),
                [new("w", ElementType.Q8_0, [1, 32], () => full([1, 32], value, ScalarType.Float32))], new Dictionary<string, MetadataValue>()));
            Assert.Equal(("w", CheckpointFault.BadValue), (fault.Tensor, fault.Kind));
            Assert.Empty(Directory.GetFiles(folder.Path));
        }
    }

    private static TensorToWrite[] Tensors() =>
        [new("a", ElementType.F32, [2, 3], () => ones(2, 3)), new("b", ElementType.F16, [5], () => zeros(5)), new("c", ElementType.F32, [1], () => ones(1))];

    private static void Safetensors(string path, Func<string, Stream>? create) => SafetensorsWriter.Write(path, Tensors(), create: create);

    private static void Gguf(string path, Func<string, Stream>? create) => GgufWriter.Write(path, Tensors(), new Dictionary<string, MetadataValue>(), create);
}
