using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Audire.Training.Runs;

/// <summary>JSON of run folders: camel case, strict (no NaN), text of all scripts unescaped, line feeds on every platform.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(RunLine))]
[JsonSerializable(typeof(RunRecord))]
public sealed partial class TrainingJson : JsonSerializerContext
{
    /// <summary>One line a document.</summary>
    public static TrainingJson Compact { get; } = new(Written(indented: false));

    /// <summary>Indented, for files that people open.</summary>
    public static TrainingJson Readable { get; } = new(Written(indented: true));

    private static JsonSerializerOptions Written(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
