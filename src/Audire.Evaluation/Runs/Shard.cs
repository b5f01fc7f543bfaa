using System.Globalization;
using System.Text.RegularExpressions;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs;

/// <summary>A part of a run, for several machines: which instances it holds depends on their names alone, and twins stay together.</summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts.</param>
public readonly partial record struct Shard(int Index, int Count)
{
    /// <summary>Everything.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>i/n</c>.</summary>
    /// <exception cref="FormatException">It is not of that form, or i is not 1 to n.</exception>
    public static Shard Parse(string text)
    {
        if (Form().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count)
            return new Shard(index, count);
        throw new FormatException($"'{text}' is no shard: write i/n with i from 1 to n, say 2/4.");
    }

    /// <summary>Whether the part holds what goes by a name.</summary>
    public bool Holds(string name) => Sampling.Index("shard/" + name, Count) == Index - 1;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    [GeneratedRegex("^([0-9]{1,6})/([0-9]{1,6})$")]
    private static partial Regex Form();
}
