using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Audire.Reporting.Model;
using Audire.Reporting.Text;

namespace Audire.Reporting;

/// <summary>
/// The items of a whole report as a script that holds data alone, so that filters look through all of them where nothing can be fetched: in a
/// folder that was opened from the file system.
/// </summary>
internal static class ItemIndex
{
    private const int MostReference = 80;

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    /// <summary>
    /// <c>audireItems = {systems, scenarios: [{slug, title, pageSize, items: [[anchor, id, reference, groups, verdicts]]}]}</c>; verdicts are one letter a
    /// system: r right, w wrong, g graded, f failed, u unscored, - not asked.
    /// </summary>
    public static string Script(ReportModel report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Encoder }))
        {
            json.WriteStartObject();
            json.WriteStartArray("systems");
            foreach (var system in report.Systems) json.WriteStringValue(Visible.Of(system.Name));
            json.WriteEndArray();
            json.WriteStartArray("scenarios");
            foreach (var scenario in report.Scenarios) Write(json, report, scenario);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return $"'use strict';\nglobalThis.audireItems = {Encoding.UTF8.GetString(buffer.ToArray())};\n";
    }

    private static void Write(Utf8JsonWriter json, ReportModel report, ScenarioModel scenario)
    {
        json.WriteStartObject();
        json.WriteString("slug", scenario.Slug);
        json.WriteString("title", Visible.Of(scenario.Title));
        json.WriteNumber("pageSize", report.PageSize);
        json.WriteStartArray("items");
        foreach (var instance in scenario.Instances)
        {
            json.WriteStartArray();
            json.WriteStringValue(instance.Anchor);
            json.WriteStringValue(Visible.Of(instance.Id));
            json.WriteStringValue(Shortened(Visible.Of(instance.References is [var first, ..] ? first : "")));
            json.WriteStartObject();
            foreach (var (group, value) in instance.Groups.Where(pair => GroupNames.CanFilter(pair.Key))) json.WriteString(group, value);
            json.WriteEndObject();
            json.WriteStringValue(string.Concat(report.Systems.Select(system => Letter(instance.Answers.FirstOrDefault(answer => answer.System.Name == system.Name)))));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Shortened(string text) => text.Length <= MostReference ? text
        : text[..(char.IsHighSurrogate(text[MostReference - 1]) ? MostReference - 1 : MostReference)] + "…";

    private static char Letter(AnswerModel? answer) => answer?.Verdict switch
    {
        Verdict.Right => 'r',
        Verdict.Wrong => 'w',
        Verdict.Graded => 'g',
        Verdict.Failed => 'f',
        Verdict.Unscored => 'u',
        _ => '-',
    };
}
