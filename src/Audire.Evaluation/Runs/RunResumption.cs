namespace Audire.Evaluation.Runs;

/// <summary>Whether a run may go on: what decides its numbers must be what it began with.</summary>
internal static class RunResumption
{
    private static readonly string[] Deciding = ["aspects", "compat", "limit", "quick", "seed", "shard"];

    /// <exception cref="RunException">Suite, systems or deciding arguments differ; the message names the first difference.</exception>
    public static void Require(RunSpec begun, RunSpec now, string directory)
    {
        string? difference = null;
        if (begun.Suite.Hash != now.Suite.Hash) difference = $"the suite {now.Suite.Source} has changed";
        foreach (var name in Deciding)
            if (difference is null && begun.Arguments.InForce.GetValueOrDefault(name, "") is var was && now.Arguments.InForce.GetValueOrDefault(name, "") is var wanted && was != wanted)
                difference = $"{name} was '{was}' and is '{wanted}'";
        difference ??= Systems(begun, now);
        if (difference is null && (begun.Judge?.Name, begun.Judge?.Identity) is var judged && (now.Judge?.Name, now.Judge?.Identity) is var judging && judged != judging)
            difference = $"the judge was {begun.Judge?.Name ?? "none"} and is {now.Judge?.Name ?? "none"}";
        if (difference is null && begun.JudgePrompt != now.JudgePrompt) difference = "the judge's prompt is another";
        if (difference is not null) throw new RunException($"The run in {directory} cannot go on: {difference}; begin a new one in another folder.");
    }

    private static string? Systems(RunSpec begun, RunSpec now)
    {
        if (!begun.Systems.Select(s => s.Name).SequenceEqual(now.Systems.Select(s => s.Name)))
            return $"the systems were {string.Join(", ", begun.Systems.Select(s => s.Name))} and are {string.Join(", ", now.Systems.Select(s => s.Name))}";
        foreach (var (was, wanted) in begun.Systems.Zip(now.Systems))
        {
            if (was.Identity != wanted.Identity) return $"{was.Name} has other weights or another configuration";
            foreach (var (name, value) in was.Settings)
                if (wanted.Settings.GetValueOrDefault(name, "") is var current && current != value) return $"{was.Name} had {name} '{value}' and has '{current}'";
            if (was.Settings.Count != wanted.Settings.Count) return $"{was.Name} has other engine settings";
        }

        return null;
    }
}
