using System.Text.Encodings.Web;
using System.Text.Json;
using Audire.Metrics.Aggregation;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>JSON as HELM writes it: UTF-8, two spaces, null fields left out, no NaN.</summary>
internal static class HelmJson
{
    /// <summary>Writes a file through the gate of all writes.</summary>
    public static void Write(RunWrites writes, string path, Action<Utf8JsonWriter> content) => writes.File(path, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            content(json);
        stream.WriteByte((byte)'\n');
    });

    /// <summary>One <c>Stat</c>: its name and its sums.</summary>
    public static void Stat(Utf8JsonWriter json, string name, Stat stat)
    {
        json.WriteStartObject();
        json.WriteStartObject("name");
        json.WriteString("name", name);
        json.WriteString("split", "test");
        json.WriteEndObject();
        json.WriteNumber("count", stat.Count);
        json.WriteNumber("sum", stat.Sum);
        json.WriteNumber("sum_squared", stat.SumSquared);
        Number("min", stat.Min);
        Number("max", stat.Max);
        Number("mean", stat.Mean);
        Number("variance", stat.Variance);
        Number("stddev", stat.StandardDeviation);
        json.WriteEndObject();

        void Number(string field, double? value)
        {
            if (value is { } number && double.IsFinite(number)) json.WriteNumber(field, number);
        }
    }

    /// <summary>A list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
