using System.Text;
using System.Text.Json;

namespace Audire.Training.Data;

/// <summary>
/// A list of training examples: JSON lines, one object each, or SALMONN's <c>{"annotation": […]}</c>. Only <c>path</c> and <c>text</c> are
/// required; <c>task</c> (default <c>asr</c>), <c>Q</c>, <c>expand_wav</c>, <c>label</c>, <c>split</c> and <c>speaker</c> are known, all else is left alone.
/// </summary>
/// <remarks>Immutable. What cannot be used is skipped and named; bounds: 1 MiB a line, 1 GiB a JSON document, 5 million examples.</remarks>
public sealed class TrainingManifest
{
    private const int MostItems = 5_000_000;
    private const long MostDocumentBytes = 1L << 30;

    private TrainingManifest(string path, IReadOnlyList<TrainingItem> items, IReadOnlyList<SkippedItem> skipped) =>
        (FilePath, Items, Skipped) = (path, items, skipped);

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>The examples, in order.</summary>
    public IReadOnlyList<TrainingItem> Items { get; }

    /// <summary>What was skipped, in order.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>Reads a manifest; clips are looked for but not opened.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The folder that paths are relative to, and that no clip may lie outside of; default the manifest's own.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="TrainingException">The file is absent, not JSON, or beyond the bounds.</exception>
    public static TrainingManifest Read(string path, string? root = null, CancellationToken cancellationToken = default)
    {
        if (!File.Exists(path)) throw new TrainingException($"There is no manifest {path}; name a file of JSON lines with --data.");
        var reader = new ItemReader(Path.GetFullPath(root ?? Path.GetDirectoryName(Path.GetFullPath(path))!));
        var (items, skipped) = (new List<TrainingItem>(), new List<SkippedItem>());
        try
        {
            if (IsDocument(path)) ReadDocument(path, Add);
            else ReadLines(path, Add, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The manifest {path} cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
        return new TrainingManifest(path, items, skipped);

        void Add(int line, JsonElement element)
        {
            if (items.Count + skipped.Count >= MostItems) throw new TrainingException($"{path} lists more than {MostItems:N0} examples; split it.");
            if (reader.Read(line, element, out var fault) is { } item) items.Add(item);
            else skipped.Add(fault!);
        }
    }

    // A document of SALMONN's begins with its one property.
    private static bool IsDocument(string path)
    {
        Span<byte> start = stackalloc byte[256];
        using var file = File.OpenRead(path);
        var text = Encoding.UTF8.GetString(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        return text.StartsWith('{') && text[1..].TrimStart().StartsWith("\"annotation\"", StringComparison.Ordinal);
    }

    private static void ReadDocument(string path, Action<int, JsonElement> add)
    {
        if (new FileInfo(path).Length > MostDocumentBytes)
            throw new TrainingException($"{path} is larger than {MostDocumentBytes >> 30} GiB; write it as JSON lines, one object a line.");
        try
        {
            using var stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 16 });
            var list = document.RootElement.GetProperty("annotation");
            if (list.ValueKind != JsonValueKind.Array) throw new TrainingException($"{path}: 'annotation' is no list.");
            var number = 0;
            foreach (var element in list.EnumerateArray()) add(++number, element);
        }
        catch (JsonException e)
        {
            throw new TrainingException($"{path} is no JSON ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static void ReadLines(string path, Action<int, JsonElement> add, CancellationToken cancellationToken)
    {
        foreach (var (number, bytes) in BoundedLines.Read(path))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 16 });
                add(number, document.RootElement);
            }
            catch (JsonException e)
            {
                throw new TrainingException($"{path}, line {number} is no JSON ({e.Message.TrimEnd('.')}).", e);
            }
        }
    }
}
