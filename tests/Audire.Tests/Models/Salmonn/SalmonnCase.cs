using System.Text.Json;
using Audire.Models.Salmonn.Prompting;
using Audire.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>One recorded model: a folder of the SALMONN fixtures with <c>case.json</c> and <c>ckpt/</c>.</summary>
internal sealed class SalmonnCase : IDisposable
{
    private readonly Dictionary<string, FixtureTensors> _tensors = new(StringComparer.Ordinal);

    private SalmonnCase(string folder)
    {
        Folder = folder;
        Name = Path.GetFileName(folder);
        Document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
    }

    /// <summary>SALMONN's published layout, which all recorded prompts use.</summary>
    public const string Template = "USER: {}\nASSISTANT:";

    public string Folder { get; }

    public string Name { get; }

    public JsonDocument Document { get; }

    public JsonElement Json => Document.RootElement;

    /// <summary>All recorded models on this machine; skips the test where there are none.</summary>
    public static IEnumerable<SalmonnCase> All()
    {
        var root = Fixtures.Require("salmonn");
        var folders = Directory.GetDirectories(root).Order(StringComparer.Ordinal)
            .Where(folder => File.Exists(Path.Combine(folder, "case.json")) && Directory.Exists(Path.Combine(folder, "ckpt"))).ToList();
        Assert.SkipWhen(folders.Count == 0, $"{root} holds no recorded model.");
        return folders.Select(folder => new SalmonnCase(folder));
    }

    /// <summary>The recorded models that have a file; skips the test where none has.</summary>
    public static IEnumerable<SalmonnCase> With(string file)
    {
        var cases = All().Where(one => one.Has(file)).ToList();
        Assert.SkipWhen(cases.Count == 0, $"No recorded model has a {file}.");
        return cases;
    }

    public bool Has(string file) => Path.Exists(At(file));

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>A file of recorded tensors.</summary>
    public FixtureTensors Tensors(string file)
    {
        if (!_tensors.TryGetValue(file, out var tensors)) _tensors[file] = tensors = new FixtureTensors(At(file));
        return tensors;
    }

    public Tokenizer Tokenizer() => Audire.Models.Tokenization.Tokenizer.FromSentencePiece(At("ckpt", "llama", "tokenizer.model"));

    public PromptEncoder Prompts() => new(Tokenizer(), Template);

    /// <summary>The prompt inside a recorded one, without the layout around it.</summary>
    public static string Unwrapped(string wrapped)
    {
        var place = Template.IndexOf("{}", StringComparison.Ordinal);
        Assert.StartsWith(Template[..place], wrapped, StringComparison.Ordinal);
        Assert.EndsWith(Template[(place + 2)..], wrapped, StringComparison.Ordinal);
        return wrapped[place..^(Template.Length - place - 2)];
    }

    public static int[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    public void Dispose()
    {
        foreach (var tensors in _tensors.Values) tensors.Dispose();
        Document.Dispose();
    }
}
