using System.Globalization;
using System.Text;
using Audire.Reporting.Model;

namespace Audire.Reporting;

/// <summary>File names of a report. The folder is flat, so that every link is relative and works from any place.</summary>
internal static class Links
{
    public const string Index = "index.html";
    public const string Systems = "systems.html";
    public const string AllItems = "items.html";
    public const string Glossary = "glossary.html";
    public const string Style = "assets/report.css";
    public const string ItemIndex = "assets/items.js";
    public const string Script = "assets/report.js";
    public const string Wavesurfer = "assets/vendor/wavesurfer.min.js";

    public static string Scenario(ScenarioModel scenario) => $"scenario-{scenario.Slug}.html";

    /// <param name="scenario">The scenario.</param>
    /// <param name="page">The page, from 1.</param>
    public static string Items(ScenarioModel scenario, int page = 1) => page == 1
        ? $"items-{scenario.Slug}.html"
        : string.Create(CultureInfo.InvariantCulture, $"items-{scenario.Slug}-{page}.html");

    public static string Sound(string hash) => $"media/{hash}.wav";

    public static string Waveform(string hash) => $"media/{hash}.svg";

    public static string Spectrogram(string hash) => $"media/{hash}.png";

    /// <summary>
    /// A name as a part of a file name or anchor: lower-case ASCII letters, digits, underscores and hyphens. Names that lose a character
    /// on the way get a short hash, so that two names never meet.
    /// </summary>
    public static string Slug(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_') slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        var text = slug.ToString().TrimEnd('-');
        if (text.Length > 60) text = text[..60];
        return text == name ? text : $"{text}-{Fingerprint(name)}";
    }

    // FNV-1a over UTF-16 units, 32 bits: only has to keep the few names of one run apart.
    private static string Fingerprint(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name) hash = unchecked((hash ^ c) * 16777619u);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
