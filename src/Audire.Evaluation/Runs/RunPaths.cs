namespace Audire.Evaluation.Runs;

/// <summary>Names inside a run folder.</summary>
internal static class RunPaths
{
    public const string Database = "run.db";
    public const string Spec = "spec.json";
    public const string Stats = "stats.json";
    public const string Items = "items.jsonl";
    public const string Lock = "run.lock";

    /// <summary>A clip as the system heard it; the name is checked, since hashes also come from folders of other people.</summary>
    public static string Clip(string directory, string hash)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
            throw new RunException($"'{hash}' is not the hash of a clip: 64 lower-case hexadecimal digits are expected.");
        return Path.Combine(directory, "clips", hash + ".wav");
    }
}
