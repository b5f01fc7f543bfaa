using System.Text;
using System.Text.Json;

namespace Audire.Evaluation.Runs;

/// <summary>The files derived from the database: <c>spec.json</c>, <c>stats.json</c>, <c>items.jsonl</c>.</summary>
internal static class RunFiles
{
    /// <summary>Writes all three, each whole or not at all.</summary>
    public static void Write(string directory, RunStore store, RunWrites writes)
    {
        store.Checkpoint();
        writes.File(Path.Combine(directory, RunPaths.Spec), Document(JsonSerializer.SerializeToUtf8Bytes(store.ReadSpec()!, RunJson.Readable.RunSpec)));
        writes.File(Path.Combine(directory, RunPaths.Stats), Document(JsonSerializer.SerializeToUtf8Bytes(store.ReadStats()!, RunJson.Readable.RunStats)));
        writes.File(Path.Combine(directory, RunPaths.Items), stream => WriteItems(stream, store.ReadItems()));
    }

    /// <summary>One item a line.</summary>
    public static void WriteItems(Stream stream, IEnumerable<ItemRecord> items)
    {
        foreach (var item in items)
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(item, RunJson.Compact.ItemRecord));
            stream.WriteByte((byte)'\n');
        }
    }

    private static byte[] Document(byte[] json) => [.. json, .. Encoding.ASCII.GetBytes("\n")];
}
