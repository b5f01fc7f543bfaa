using System.Numerics;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>The stream <c>torch.save</c> wrote before 1.6: magic number, version, system, the object, storage keys (a pickle each), then the storages.</summary>
internal static class TorchStream
{
    private const long Protocol = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    public static object? Read(TensorFile file, PickleFaults faults)
    {
        var cursor = new ByteCursor(file, 0, file.Length);
        var storages = new StreamStorages(faults);
        var globals = new TorchGlobals(faults, storages);
        if (!Equals(Next(), Magic)) throw faults.Fault(CheckpointFault.BadMagic, "is a pickle, but no torch checkpoint");
        if (Next() is not Protocol) throw faults.Fault(CheckpointFault.UnsupportedVersion, $"is a torch stream of another version than {Protocol}");
        if (Next() is not OrderedDictionary<object, object?> system) throw faults.Bad("describes no system");
        if (system.TryGetValue("little_endian", out var little) && little is not true)
            throw faults.Fault(CheckpointFault.UnsupportedEndianness, "was written on a big-endian machine");
        var root = Next();
        if (Next() is not List<object?> keys) throw faults.Bad("lists no storages");
        storages.Place(file, cursor, keys);
        return root;

        object? Next() => PickleMachine.Run(cursor, faults, globals);
    }
}
