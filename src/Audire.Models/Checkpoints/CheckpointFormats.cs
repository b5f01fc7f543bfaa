using System.Buffers.Binary;
using Audire.Models.Checkpoints.Gguf;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Torch;

namespace Audire.Models.Checkpoints;

/// <summary>Recognises what lies at a path and opens it with the right reader.</summary>
internal static class CheckpointFormats
{
    // In a folder: what the hubs' own layouts name first, then anything that is the only one of its kind.
    private static readonly string[] Preferred =
        ["model.safetensors.index.json", "model.safetensors", "model.gguf", "pytorch_model.bin.index.json", "pytorch_model.bin"];

    // The instruction PROTO, which every pickle of torch begins with.
    private const byte PickleStart = 0x80;

    private static readonly string[] Patterns = ["*.safetensors.index.json", "*.safetensors", "*.gguf", "*.bin.index.json", "*.bin", "*.pt", "*.pth", "*.ckpt"];

    public static Checkpoint Open(string path)
    {
        if (Directory.Exists(path)) path = InFolder(path);
        if (path.EndsWith(".index.json", StringComparison.OrdinalIgnoreCase)) return ShardedCheckpoint.OpenIndex(path);
        return OpenFile(path);
    }

    /// <summary>Opens one file that is no index.</summary>
    public static Checkpoint OpenFile(string path)
    {
        var file = new TensorFile(path);
        try
        {
            return Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // Content first; the name decides only where the content is too damaged to tell, so that the message fits what was meant.
    private static Checkpoint Read(TensorFile file)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..(int)Math.Min(start.Length, file.Length)];
        file.Read(0, start);
        if (start.StartsWith("GGUF"u8)) return GgufCheckpoint.Read(file);
        if (start.StartsWith("PK"u8)) return TorchCheckpoint.Read(file, zip: true);
        if (start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafetensorsHeader.MaxBytes) return SafetensorsCheckpoint.Read(file);
        return System.IO.Path.GetExtension(file.Path).ToUpperInvariant() switch
        {
            ".GGUF" => GgufCheckpoint.Read(file),
            ".SAFETENSORS" => SafetensorsCheckpoint.Read(file),
            _ when start.Length > 0 && start[0] == PickleStart => TorchCheckpoint.Read(file, zip: false),
            _ => throw file.Fault(CheckpointFault.BadMagic, Unknown(start)),
        };
    }

    private static string Unknown(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8)) return "is a Git LFS pointer, not the file itself; fetch it with `git lfs pull`";
        if (start.TrimStart(" \t\r\n"u8) is [(byte)'<', ..]) return "is a web page, not a checkpoint; the download address was not that of the file";
        return "is neither safetensors, GGUF nor a torch checkpoint";
    }

    private static string InFolder(string folder)
    {
        foreach (var name in Preferred)
            if (File.Exists(System.IO.Path.Combine(folder, name))) return System.IO.Path.Combine(folder, name);
        foreach (var pattern in Patterns)
        {
            var found = Directory.GetFiles(folder, pattern);
            if (found.Length == 1) return found[0];
            if (found.Length > 1)
                throw new CheckpointException(folder, null, CheckpointFault.NotReadable, $"holds {found.Length} files {pattern}; name the one that is meant");
        }
        throw new CheckpointException(folder, null, CheckpointFault.NotReadable, "holds no checkpoint (*.safetensors, *.gguf, *.bin, *.pt, *.pth)");
    }
}
