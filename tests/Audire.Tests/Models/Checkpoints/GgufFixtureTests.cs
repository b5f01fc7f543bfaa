using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Reads every file of the GGUF fixtures: valid ones bit for bit, hostile ones refused with their class.</summary>
public sealed class GgufFixtureTests
{
    private static readonly HashSet<string> Liberal = ["dim_0", "name_empty", "string_not_utf8", "big_endian", "pickle_frame_huge"];

    // Faults of a model's configuration: the container itself is valid, and what needs the keys is tested below.
    private static readonly HashSet<string> AboutTheModel = ["missing_key", "bad_config"];

    [Fact]
    public void Every_valid_file_gives_the_recorded_tensors()
    {
        using var scope = NewDisposeScope();
        using var recorded = Fixtures.Json("gguf", "valid.json");
        var failures = new List<string>();
        var cases = recorded.RootElement.GetProperty("valid").EnumerateArray().ToList();
        foreach (var record in cases)
        {
            var file = record.GetProperty("file").GetString()!;
            using var checkpoint = Checkpoint.Open(Fixtures.Require("gguf", file));
            Assert.Equal("gguf", checkpoint.Format);
            CompareShapes(checkpoint, record.GetProperty("tensors"));
            foreach (var name in record.GetProperty("expected").EnumerateArray().Select(value => value.GetString()!))
            {
                if (name.EndsWith(".json", StringComparison.Ordinal)) CompareMetadata(checkpoint, name);
                else CompareValues(checkpoint, name, file, failures);
            }
            if (record.TryGetProperty("values", out var values))
                foreach (var member in values.EnumerateObject())
                    if (TensorValues.Difference(checkpoint.Load(member.Name), member.Value) is { } difference) failures.Add($"{file} {member.Name}: {difference}");
        }
        HostileFiles.AssertNone(failures, cases.Count);
    }

    [Fact]
    public void Every_hostile_file_is_refused_with_its_class()
    {
        using var recorded = Fixtures.Json("gguf", "hostile.json");
        var cases = recorded.RootElement.GetProperty("cases").EnumerateArray().Where(record => !AboutTheModel.Contains(record.GetProperty("expect").GetString()!)).ToList();
        HostileFiles.AssertNone(HostileFiles.Run(cases, Fixtures.Require("gguf"), Liberal), cases.Count);
    }

    [Fact]
    public void A_configuration_that_lacks_keys_or_lies_is_told_by_key()
    {
        using var recorded = Fixtures.Json("gguf", "hostile.json");
        foreach (var record in recorded.RootElement.GetProperty("cases").EnumerateArray().Where(record => AboutTheModel.Contains(record.GetProperty("expect").GetString()!)))
        {
            using var checkpoint = Checkpoint.Open(Fixtures.Require("gguf", record.GetProperty("file").GetString()!));
            var fault = Assert.Throws<CheckpointException>(() => checkpoint.RequireInteger("llama.block_count", 1, 10_000));
            Assert.Equal(record.GetProperty("expect").GetString() == "missing_key" ? CheckpointFault.MissingKey : CheckpointFault.BadConfig, fault.Kind);
            Assert.Contains("llama.block_count", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Repacked_blocks_multiply_out_to_the_decoded_values()
    {
        using var scope = NewDisposeScope();
        using var recorded = Fixtures.Json("gguf", "valid.json");
        var repacked = 0;
        foreach (var file in recorded.RootElement.GetProperty("valid").EnumerateArray().Select(record => record.GetProperty("file").GetString()!))
        {
            using var checkpoint = Checkpoint.Open(Fixtures.Require("gguf", file));
            foreach (var entry in checkpoint.Tensors.Values)
            {
                var expected = checkpoint.Load(entry.Name).view(-1, entry.Columns);
                if (checkpoint.LoadQ4(entry.Name) is { } q4)
                {
                    Assert.InRange(q4.Codes.min().item<int>(), 0, 15);
                    Assert.InRange(q4.Codes.max().item<int>(), 0, 15);
                    AssertClose(expected, (q4.Codes.view(q4.Codes.shape[0], -1, 32) - 8) * q4.Scales.unsqueeze(2) + q4.Zeros.unsqueeze(2));
                    repacked++;
                }
                if (checkpoint.LoadQ8(entry.Name) is { } q8)
                {
                    AssertClose(expected, q8.Codes.view(q8.Codes.shape[0], -1, 32).to(ScalarType.Float32) * q8.Scales.unsqueeze(2));
                    repacked++;
                }
            }
        }
        Assert.True(repacked > 0);

        // The zero of Q4_1 is m + 8d, so two more roundings than decoding: a few steps of float32 at the largest term.
        static void AssertClose(Tensor expected, Tensor product) =>
            Assert.True((product.view(expected.shape) - expected).abs().max().item<float>() <= 4e-7f * expected.abs().max().item<float>());
    }

    private static void CompareShapes(Checkpoint checkpoint, JsonElement tensors)
    {
        Assert.Equal(tensors.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal), checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
        foreach (var member in tensors.EnumerateObject())
            Assert.Equal(member.Value.EnumerateArray().Select(dimension => dimension.GetInt64()), checkpoint.Tensors[member.Name].Shape);
    }

    private static void CompareValues(Checkpoint checkpoint, string expectedFile, string file, List<string> failures)
    {
        using var expected = Checkpoint.Open(Fixtures.Require("gguf", expectedFile));
        foreach (var name in checkpoint.Tensors.Keys)
        {
            var actual = checkpoint.Load(name).to(ScalarType.Float32);
            if (TensorValues.Difference(actual, expected.Load(name)) is { } difference) failures.Add($"{file} {name}: {difference}");
        }
    }

    private static void CompareMetadata(Checkpoint checkpoint, string expectedFile)
    {
        using var recorded = Fixtures.Json("gguf", expectedFile);
        var fields = recorded.RootElement.GetProperty("fields");
        Assert.Equal(fields.EnumerateObject().Select(field => field.Name), checkpoint.Metadata.Keys);
        foreach (var field in fields.EnumerateObject())
        {
            var value = checkpoint.Metadata[field.Name];
            // The recorded text of a number may carry more digits than ours, or 64 bits beyond a double: compare as what it is.
            Assert.True(JsonElement.DeepEquals(field.Value.GetProperty("value"), JsonSerializer.SerializeToElement(value.ToJson())) || SameNumber(field.Value.GetProperty("value"), value),
                $"{field.Name}: {value}, not {field.Value.GetProperty("value")}");
        }
    }

    private static bool SameNumber(JsonElement expected, MetadataValue actual) => expected.ValueKind == JsonValueKind.Number && actual.AsDouble() == expected.GetDouble();
}
