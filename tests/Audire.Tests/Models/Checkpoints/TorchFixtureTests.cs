using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Torch;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Reads every file of the torch fixtures: valid ones exactly, structure included; hostile ones refused with their class, no payload run.</summary>
public sealed class TorchFixtureTests
{
    private static readonly HashSet<string> Liberal = ["pickle_frame_huge", "size_huge_stride_0"];

    [Fact]
    public void Every_valid_file_gives_the_recorded_tensors_and_structure()
    {
        using var scope = NewDisposeScope();
        using var recorded = Fixtures.Json("torchzip", "valid.json");
        var failures = new List<string>();
        var cases = recorded.RootElement.GetProperty("valid").EnumerateArray().ToList();
        foreach (var record in cases)
        {
            var file = record.GetProperty("file").GetString()!;
            using var checkpoint = Assert.IsType<TorchCheckpoint>(Checkpoint.Open(Fixtures.Require("torchzip", file)));
            using var expected = Checkpoint.Open(Fixtures.Require("torchzip", record.GetProperty("expected").GetString()!));
            Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
            foreach (var name in expected.Tensors.Keys)
                if (TensorValues.Difference(checkpoint.Load(name), expected.Load(name)) is { } difference) failures.Add($"{file} {name}: {difference}");
            if (StructureDifference(record.GetProperty("structure"), checkpoint.Root, "") is { } structure) failures.Add($"{file}: {structure}");
            foreach (var shared in record.GetProperty("share_storage").EnumerateArray()) AssertShared(checkpoint, [.. shared.EnumerateArray().Select(name => name.GetString()!)]);
        }
        HostileFiles.AssertNone(failures, cases.Count);
    }

    [Fact]
    public void Every_hostile_file_is_refused_with_its_class_and_no_payload_runs()
    {
        using var recorded = Fixtures.Json("torchzip", "hostile.json");
        var cases = recorded.RootElement.GetProperty("cases").EnumerateArray().ToList();
        HostileFiles.AssertNone(HostileFiles.Run(cases, Fixtures.Require("torchzip"), Liberal), cases.Count);
    }

    [Fact]
    public void A_training_checkpoint_gives_its_model_by_parameter_name()
    {
        using var scope = NewDisposeScope();
        using var recorded = Fixtures.Json("torchzip", "valid.json");
        var found = 0;
        foreach (var record in recorded.RootElement.GetProperty("valid").EnumerateArray())
        {
            using var checkpoint = Checkpoint.Open(Fixtures.Require("torchzip", record.GetProperty("file").GetString()!));
            var model = checkpoint.StateDict();
            if (ReferenceEquals(model, checkpoint)) continue;
            found++;
            Assert.Equal(checkpoint.Tensors.Keys.Where(name => name.StartsWith("model/", StringComparison.Ordinal)).Select(name => name["model/".Length..]), model.Tensors.Keys);
            foreach (var name in model.Tensors.Keys) Assert.Null(TensorValues.Difference(model.Load(name), checkpoint.Load("model/" + name)));
        }
        Assert.True(found > 0, "No training checkpoint was found.");
    }

    // Tensors of one storage see the same memory: the distance between two is that of their offsets.
    private static void AssertShared(TorchCheckpoint checkpoint, string[] names)
    {
        var tensors = names.Select(checkpoint.Load).ToArray();
        foreach (var tensor in tensors)
        {
            if (tensor.numel() == 0 || tensors[0].numel() == 0 || tensor.dtype != tensors[0].dtype) continue;
            Assert.Equal(First(tensors[0]) - tensors[0].storage_offset() * tensors[0].element_size(), First(tensor) - tensor.storage_offset() * tensor.element_size());
        }
    }

    private static unsafe long First(Tensor tensor)
    {
        using var first = tensor.as_strided([1], [1], tensor.storage_offset());
        fixed (byte* address = first.bytes) return (long)address;
    }

    private static string? StructureDifference(JsonElement expected, object? actual, string path)
    {
        if (expected.ValueKind is JsonValueKind.Null) return actual is null ? null : $"{path} is not None";
        if (expected.ValueKind is JsonValueKind.True or JsonValueKind.False) return actual is bool truth && truth == expected.GetBoolean() ? null : $"{path} is not {expected}";
        if (expected.ValueKind is JsonValueKind.String) return actual is string text && text == expected.GetString() ? null : $"{path} is not {expected}";
        var kind = expected.EnumerateObject().First();
        return (kind.Name, actual) switch
        {
            ("dict", OrderedDictionary<object, object?> dictionary) => Pairs(kind.Value, dictionary, path),
            ("list", List<object?> list) => Items(kind.Value, list, path),
            ("tuple", object?[] tuple) => Items(kind.Value, tuple, path),
            ("set", HashSet<object> set) => Items(kind.Value, [.. set.Order()], path),
            ("int", long integer) => Same(kind.Value.GetString(), integer.ToString(CultureInfo.InvariantCulture)),
            ("int", BigInteger integer) => Same(kind.Value.GetString(), integer.ToString(CultureInfo.InvariantCulture)),
            ("float", double number) => kind.Value.ValueKind == JsonValueKind.Number ? Same(kind.Value.GetDouble(), number) : Same(kind.Value.GetString(), double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf"),
            ("bytes", byte[] bytes) => bytes.SequenceEqual(kind.Value.EnumerateArray().Select(value => value.GetByte())) ? null : $"{path} has other bytes",
            ("tensor", TorchTensor tensor) => TensorDifference(expected, tensor, path),
            _ => $"{path} is {actual?.GetType()}, not {kind.Name}",
        };

        string? Same<T>(T wanted, T got) => Equals(wanted, got) ? null : $"{path} is {got}, not {wanted}";
    }

    private static string? TensorDifference(JsonElement expected, TorchTensor tensor, string path)
    {
        return Longs("shape").SequenceEqual(tensor.Shape) && Longs("stride").SequenceEqual(tensor.Strides)
            && expected.GetProperty("storage_offset").GetInt64() == tensor.StorageOffset
            && expected.GetProperty("parameter").GetBoolean() == tensor.IsParameter && expected.GetProperty("requires_grad").GetBoolean() == tensor.RequiresGrad
            ? null : $"{path} is another view or kind of tensor";

        IEnumerable<long> Longs(string name) => expected.GetProperty(name).EnumerateArray().Select(value => value.GetInt64());
    }

    private static string? Pairs(JsonElement expected, OrderedDictionary<object, object?> actual, string path)
    {
        if (expected.GetArrayLength() != actual.Count) return $"{path} has {actual.Count} keys, not {expected.GetArrayLength()}";
        var position = 0;
        foreach (var pair in expected.EnumerateArray())
        {
            var (key, value) = actual.GetAt(position++);
            if ((StructureDifference(pair[0], key, $"key {key} of {path}") ?? StructureDifference(pair[1], value, $"{path}/{key}")) is { } difference) return difference;
        }
        return null;
    }

    private static string? Items(JsonElement expected, IReadOnlyList<object?> actual, string path)
    {
        if (expected.GetArrayLength() != actual.Count) return $"{path} has {actual.Count} items, not {expected.GetArrayLength()}";
        for (var i = 0; i < actual.Count; i++)
            if (StructureDifference(expected[i], actual[i], $"{path}/{i}") is { } difference) return difference;
        return null;
    }
}
