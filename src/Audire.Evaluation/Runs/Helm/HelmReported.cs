using System.Globalization;
using System.Text.Json;
using Audire.Evaluation.Runs.Importing;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>The values of <c>per_instance_stats.json</c> that are not computed anew here: judges', BLEU of translations, other programs' own.</summary>
internal sealed class HelmReported
{
    private static readonly Dictionary<string, double> None = [];
    private readonly Dictionary<string, Dictionary<string, double>> _values = new(StringComparer.Ordinal);

    private HelmReported() { }

    /// <summary>Whether the run's metrics are those of transcripts.</summary>
    public bool IsTranscription { get; private set; }

    /// <summary>Reads the file; none where it is absent.</summary>
    public static HelmReported Read(string path)
    {
        var reported = new HelmReported();
        if (!File.Exists(path)) return reported;
        using var document = BoundedJson.Read(path);
        if (document.RootElement.ValueKind != JsonValueKind.Array) throw new RunException($"{path}: a list of instances was expected.");
        foreach (var (i, element) in document.RootElement.EnumerateArray().Index()) reported.Add(element, $"{path}, entry {i + 1}");
        return reported;
    }

    /// <summary>The name of an instance in a run: its id, and its trial where that is not the first.</summary>
    public static string Instance(string id, int trial) => trial == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}#{trial}");

    /// <summary>The values of an instance, under the names we keep them by.</summary>
    public IReadOnlyDictionary<string, double> Of(string instance) => _values.GetValueOrDefault(instance, None);

    private void Add(JsonElement element, string where)
    {
        var instance = Instance(element.RequireText("instance_id", where), (int)(element.OptionalNumber("train_trial_index", where) ?? 0));
        foreach (var stat in element.Require("stats", JsonValueKind.Array, where).EnumerateArray())
        {
            var name = stat.Require("name", JsonValueKind.Object, where);
            var metric = name.RequireText("name", where);
            if (metric.EndsWith("wer_score", StringComparison.Ordinal)) IsTranscription = true;
            if (name.TryGetProperty("perturbation", out _) || metric.StartsWith(HelmNames.OursPrefix, StringComparison.Ordinal)) continue;
            if (HelmNames.Bookkeeping.Contains(metric) || HelmScores.All.Any(score => score.HelmName == metric)) continue;
            if (!_values.TryGetValue(instance, out var values)) _values[instance] = values = new(StringComparer.Ordinal);
            if (stat.OptionalNumber("mean", where) is { } value) values[GivenScore.Reported + metric] = value;
        }
    }
}
