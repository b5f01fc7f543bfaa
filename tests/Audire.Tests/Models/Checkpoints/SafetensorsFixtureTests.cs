using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Reads every file of the safetensors fixtures: valid ones exactly, hostile ones refused with their class.</summary>
public sealed class SafetensorsFixtureTests
{
    private static readonly HashSet<string> Liberal = ["leading_space", "bool_2", "nul_name", "shape_huge_zero"];

    [Fact]
    public void Every_valid_file_gives_the_recorded_tensors()
    {
        using var recorded = Fixtures.Json("safetensors", "valid.json");
        var failures = new List<string>();
        var cases = recorded.RootElement.GetProperty("valid").EnumerateArray().ToList();
        foreach (var record in cases)
        {
            var file = record.GetProperty("file").GetString()!;
            using var checkpoint = Checkpoint.Open(Fixtures.Require("safetensors", file));
            Assert.Equal("safetensors", checkpoint.Format);
            Compare(checkpoint, record.GetProperty("tensors"), file, failures);
            var metadata = record.GetProperty("metadata");
            var expected = metadata.ValueKind == JsonValueKind.Null ? [] : metadata.EnumerateObject().Select(member => (member.Name, (string?)member.Value.GetString()));
            Assert.Equal(expected.Order(), checkpoint.Metadata.Select(member => (member.Key, member.Value.AsText())).Order());
        }
        HostileFiles.AssertNone(failures, cases.Count);
    }

    [Fact]
    public void Every_hostile_file_is_refused_with_its_class()
    {
        using var recorded = Fixtures.Json("safetensors", "hostile.json");
        var cases = recorded.RootElement.GetProperty("cases").EnumerateArray().ToList();
        HostileFiles.AssertNone(HostileFiles.Run(cases, Fixtures.Require("safetensors"), Liberal), cases.Count);
    }

    [Fact]
    public void Shards_are_joined_by_their_index()
    {
        using var recorded = Fixtures.Json("safetensors", "valid.json");
        Assert.SkipUnless(recorded.RootElement.TryGetProperty("sharded", out var sharded), "No sharded fixture.");
        var index = Fixtures.Require("safetensors", sharded.GetProperty("index").GetString()!);
        var failures = new List<string>();
        using var checkpoint = Checkpoint.Open(index);
        Compare(checkpoint, sharded.GetProperty("tensors"), "sharded", failures);
        HostileFiles.AssertNone(failures, 1);
        Assert.Equal(sharded.GetProperty("total_size").GetInt64(), checkpoint.Metadata["total_size"].AsInt64());
    }

    [Fact]
    public void Every_hostile_index_is_refused_with_its_class()
    {
        using var recorded = Fixtures.Json("safetensors", "valid.json");
        Assert.SkipUnless(recorded.RootElement.TryGetProperty("sharded", out var sharded), "No sharded fixture.");
        var cases = sharded.GetProperty("hostile").EnumerateArray().ToList();
        HostileFiles.AssertNone(HostileFiles.Run(cases, Fixtures.Require("safetensors"), Liberal), cases.Count);
    }

    private static void Compare(Checkpoint checkpoint, JsonElement tensors, string file, List<string> failures)
    {
        Assert.Equal(tensors.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal), checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var member in tensors.EnumerateObject())
        {
            var entry = checkpoint.Tensors[member.Name];
            Assert.Equal(member.Value.GetProperty("dtype").GetString(), entry.Type.Label());
            Assert.Equal(member.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt64()), entry.Shape);
            if (ValueDifference(checkpoint, entry, member.Value.GetProperty("values")) is { } difference) failures.Add($"{file} {member.Name}: {difference}");
        }
    }

    private static string? ValueDifference(Checkpoint checkpoint, TensorEntry entry, JsonElement values)
    {
        using var scope = NewDisposeScope();
        if (entry.Type != ElementType.U64) return TensorValues.Difference(checkpoint.Load(entry.Name), values);
        // Beyond 2^63 - 1 there is no tensor type: such values are refused by Load and had as bytes.
        var blocks = checkpoint.LoadBlocks(entry.Name);
        Assert.Equal(ScalarType.Byte, blocks.dtype);
        var bytes = blocks.bytes;
        var expected = values.EnumerateArray().Select(value => value.GetUInt64()).ToArray();
        if (expected.Any(value => value > long.MaxValue))
            Assert.Equal(CheckpointFault.BadValue, Assert.Throws<CheckpointException>(() => checkpoint.Load(entry.Name)).Kind);
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes).SequenceEqual(expected) ? null : "unsigned values differ";
    }
}
