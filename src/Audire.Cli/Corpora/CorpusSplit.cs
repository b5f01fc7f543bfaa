namespace Audire.Cli.Corpora;

/// <summary>What a clip is for. No speaker and no source clip is in two of them.</summary>
internal enum CorpusSplit
{
    /// <summary>Weights learn from it.</summary>
    Train,

    /// <summary>Watched while training: settings are chosen by it.</summary>
    Valid,

    /// <summary>Looked at once, at the end.</summary>
    Test,
}

/// <summary>Names of splits, and shares that depend on a name alone, so that they never change when something is added.</summary>
internal static class CorpusSplits
{
    /// <summary>The name in a manifest.</summary>
    public static string Name(this CorpusSplit split) => split switch { CorpusSplit.Train => "train", CorpusSplit.Valid => "valid", _ => "test" };

    /// <summary>The split of a name, drawn from the name.</summary>
    /// <param name="name">A speaker, a track, a sentence.</param>
    /// <param name="valid">Share of valid.</param>
    /// <param name="test">Share of test.</param>
    public static CorpusSplit Draw(string name, double valid, double test)
    {
        var at = Chance.Of("split", name).NextDouble();
        return at < test ? CorpusSplit.Test : at < test + valid ? CorpusSplit.Valid : CorpusSplit.Train;
    }
}
