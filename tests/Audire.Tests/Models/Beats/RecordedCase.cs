using System.Text.Json;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Beats;

/// <summary>One recorded SALMONN (a folder with case.json and ckpt/): its configuration and what went through its layers.</summary>
internal sealed class RecordedCase : IDisposable
{
    private readonly JsonDocument _json;

    private RecordedCase(string folder)
    {
        Folder = folder;
        _json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
    }

    public string Folder { get; }

    public string Name => Path.GetFileName(Folder);

    public JsonElement Json => _json.RootElement;

    public string Checkpoint(string name) => Path.Combine(Folder, "ckpt", name);

    /// <summary>A file of recorded tensors; null where this case has none.</summary>
    public FixtureTensors? Tensors(string file) => File.Exists(Path.Combine(Folder, file)) ? new FixtureTensors(Path.Combine(Folder, file)) : null;

    public void Dispose() => _json.Dispose();

    /// <summary>Runs a check over every case that has the file; skips where none is on this machine.</summary>
    public static void Each(string file, Action<RecordedCase, FixtureTensors> check)
    {
        var root = Fixtures.Require("salmonn");
        var seen = 0;
        foreach (var folder in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal))
        {
            if (!Directory.Exists(Path.Combine(folder, "ckpt")) || !File.Exists(Path.Combine(folder, file))) continue;
            using var @case = new RecordedCase(folder);
            using var tensors = @case.Tensors(file)!;
            using var scope = NewDisposeScope();
            check(@case, tensors);
            seen++;
        }
        Assert.SkipWhen(seen == 0, $"No case under {root} has {file}.");
    }
}
