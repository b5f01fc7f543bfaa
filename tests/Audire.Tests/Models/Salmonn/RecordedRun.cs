using System.Text.Json;
using Audire.Models.Generation;

namespace Audire.Tests.Models.Salmonn;

/// <summary>One recorded decoding: its settings as ours, and what came out of it.</summary>
internal sealed class RecordedRun(JsonElement json)
{
    private const int End = 2;
    private const int NoToken = -1;

    /// <summary>What the published code takes a text to begin with.</summary>
    public static int[] Seed { get; } = [1];

    public GenerationOptions Options { get; } = new()
    {
        MaxNewTokens = json.GetProperty("config").GetProperty("max_new_tokens").GetInt32(),
        Beams = json.GetProperty("config").GetProperty("num_beams").GetInt32(),
        // The least length counts the seed.
        MinNewTokens = Math.Max(0, json.GetProperty("config").GetProperty("min_length").GetInt32() - Seed.Length),
        RepetitionPenalty = json.GetProperty("config").GetProperty("repetition_penalty").GetDouble(),
        LengthPenalty = json.GetProperty("config").GetProperty("length_penalty").GetDouble(),
        StopIds = [Flag(json, "no_eos") ? NoToken : End],
    };

    /// <summary>Whether the reference's stop criterion is in force, which looks at the first row alone; a beam search never notices it.</summary>
    public bool StopsWithFirst => Options.Beams == 1 && !Flag(json, "drop_criteria") && !Flag(json, "no_eos");

    /// <summary>The tokens of a row, without the seed and what fills it up behind its end.</summary>
    public int[] Ids(int row)
    {
        var ids = SalmonnCase.Ids(json.GetProperty("ids")[row])[Seed.Length..];
        var end = Options.StopIds.Contains(End) ? Array.IndexOf(ids, End) : -1;
        return end < 0 ? ids : ids[..(end + 1)];
    }

    public double? Score(int row) => json.TryGetProperty("sequences_scores", out var scores) ? scores[row].GetDouble() : null;

    public int[]? Origins(int row) => json.TryGetProperty("beam_indices", out var origins) ? [.. SalmonnCase.Ids(origins[row]).Where(index => index >= 0)] : null;

    /// <summary>How far the best token of a step was ahead.</summary>
    public double Gap(int row, int step) => json.TryGetProperty("step_top1_minus_top2", out var gaps) && gaps[row].GetArrayLength() > step
        ? gaps[row][step].GetDouble() : double.PositiveInfinity;

    private static bool Flag(JsonElement json, string name) => json.GetProperty("config").TryGetProperty(name, out var flag) && flag.GetBoolean();
}
