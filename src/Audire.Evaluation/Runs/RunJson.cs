using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audire.Evaluation.Runs;

/// <summary>JSON of the run folder: camel case, strict (no NaN), text of all scripts unescaped, line feeds on every platform.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunSpec))]
[JsonSerializable(typeof(RunStats))]
[JsonSerializable(typeof(ItemRecord))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class RunJson : JsonSerializerContext
{
    /// <summary>One line per document.</summary>
    public static RunJson Compact { get; } = new(Written(indented: false));

    /// <summary>Indented, for files that people open.</summary>
    public static RunJson Readable { get; } = new(Written(indented: true));

    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
