using System.Text;
using System.Text.Json;
using Audire.Cli.Hosting;

namespace Audire.Cli.Corpora;

/// <summary>A corpus's <c>manifest.jsonl</c>, read with bounds: 256 MiB, 64 Ki characters a line, paths inside its folder.</summary>
internal sealed class CorpusManifest
{
    private const long MaxBytes = 256L << 20;
    private const int MaxLine = 64 << 10, MaxPath = 1024;

    private CorpusManifest(string path, IReadOnlyList<CorpusLine> lines) => (Path, Folder, Lines) = (path, System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, lines);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The folder that paths in it are relative to.</summary>
    public string Folder { get; }

    /// <summary>Its lines, in order; none is blank.</summary>
    public IReadOnlyList<CorpusLine> Lines { get; }

    /// <summary>True where a name means such a manifest: a file of that kind, or a folder that holds one.</summary>
    public static bool Is(string name) => name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || File.Exists(System.IO.Path.Combine(name, CorpusFiles.Manifest));

    /// <summary>Reads it; clips are not opened.</summary>
    /// <exception cref="CommandException">It is absent, too large, not UTF-8, or a line is no such object.</exception>
    public static CorpusManifest Read(string name)
    {
        var path = Directory.Exists(name) ? System.IO.Path.Combine(name, CorpusFiles.Manifest) : name;
        if (!File.Exists(path)) throw new CommandException($"There is no manifest {path}; build one with 'audire data build', or name another.");
        if (new FileInfo(path).Length is var size && size > MaxBytes) throw new CommandException($"{path} has {size} bytes; at most {MaxBytes} are read.");
        var lines = new List<CorpusLine>();
        try
        {
            foreach (var line in File.ReadLines(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)))
            {
                if (line.Length > MaxLine) throw new CommandException($"{path}, line {lines.Count + 1}: {line.Length} characters; at most {MaxLine} are read.");
                lines.Add(JsonSerializer.Deserialize(line, CorpusJson.Lines.CorpusLine) ?? throw new CommandException($"{path}, line {lines.Count + 1} is null; each line is one object."));
            }
        }
        catch (JsonException error)
        {
            throw new CommandException($"{path}, line {lines.Count + 1} is no object of a manifest ({error.Message.TrimEnd('.')}); correct it.", error);
        }
        catch (DecoderFallbackException error)
        {
            throw new CommandException($"{path} is not UTF-8 text; save it as UTF-8.", error);
        }
        return lines.Count > 0 ? new CorpusManifest(path, lines) : throw new CommandException($"{path} is empty; each line is one question about one clip.");
    }

    /// <summary>Where a clip lies.</summary>
    /// <exception cref="CommandException">The path leads out of the manifest's folder.</exception>
    public string PathOf(CorpusLine line) => IsPlain(line.Path) ? System.IO.Path.Combine(Folder, line.Path.Replace('/', System.IO.Path.DirectorySeparatorChar))
        : throw new CommandException($"{Path}: '{Shown.Short(line.Path)}' is not a path inside {Folder}; write it relative to that folder, with '/' and without '..'.");

    /// <summary>True for a relative path that stays inside its folder.</summary>
    public static bool IsPlain(string path) => path.Length is > 0 and < MaxPath && !path.Any(c => c is '\\' or ':' || char.IsControl(c)) && !System.IO.Path.IsPathRooted(path)
        && !path.Split('/').Any(part => part is "" or "." or "..");
}
