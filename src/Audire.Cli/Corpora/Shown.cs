namespace Audire.Cli.Corpora;

/// <summary>What stands in a message of a text that may be long or unprintable.</summary>
internal static class Shown
{
    private const int Longest = 80;

    /// <summary>The text, cut and with what does not print replaced.</summary>
    public static string Short(string text) => string.Concat(text.Take(Longest).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > Longest ? "…" : "");
}
