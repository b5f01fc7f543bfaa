using System.Globalization;

namespace Audire.Evaluation.Runs;

/// <summary>A value that a cell must reach: <c>SYSTEM/SCENARIO/METRIC=VALUE</c>.</summary>
/// <param name="System">The system, or <c>*</c> for every one.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The least value that passes; the greatest, where lower is better.</param>
public sealed record CellRule(string System, string Scenario, string Metric, double Value)
{
    /// <summary>Reads a rule; a system's name may hold slashes.</summary>
    /// <exception cref="FormatException">It is not of that form.</exception>
    public static CellRule Parse(string text)
    {
        int equals = text.LastIndexOf('=');
        var parts = equals < 0 ? [] : text[..equals].Split('/');
        if (parts.Length >= 3 && parts.All(part => part.Length > 0 || parts.Length > 3)
            && double.TryParse(text[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return new CellRule(string.Join('/', parts[..^2]), parts[^2], parts[^1], value);
        throw new FormatException($"'{text}' is no rule for a cell: write SYSTEM/SCENARIO/METRIC=VALUE, say whisper-base/speech_recognition/wer=0.2 (* for every system).");
    }

    /// <summary>Why the cells break the rule, one sentence each; empty where they keep it.</summary>
    public IEnumerable<string> Broken(IReadOnlyList<Cell> cells)
    {
        var found = cells.Where(cell => (System == "*" || cell.System == System) && cell.Scenario == Scenario && cell.Metric == Metric).ToArray();
        if (found.Length == 0) yield return $"No cell is named {System}/{Scenario}/{Metric}.";
        foreach (var cell in found)
        {
            if (cell.Value is not { } value) yield return $"{cell.System}/{Scenario}/{Metric} has no value.";
            else if (cell.HigherIsBetter == false ? value > Value : value < Value)
                yield return string.Create(CultureInfo.InvariantCulture, $"{cell.System}/{Scenario}/{Metric} is {value:0.####}, and {Value:0.####} was asked for.");
        }
    }
}
