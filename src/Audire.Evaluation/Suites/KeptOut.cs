using System.Text.RegularExpressions;

namespace Audire.Evaluation.Suites;

/// <summary>
/// Public recordings that measure this project from outside, and so are in none of its splits: neither in training data that it builds nor in
/// a suite that it ships. An audit over a user's own copy of a data set may read them.
/// </summary>
public static partial class KeptOut
{
    // The second part of an ESC-50 file name: one number a source recording, of which a set may hold several takes.
    private static readonly HashSet<int> EscRecordings =
    [
        17367, 17808, 18766, 27724, 28135, 35687, 54505, 68391, 71162, 100032, 101676, 107219, 114587, 116765, 118972, 119102, 125929, 125966, 131943, 132852,
        136288, 142593, 142601, 144827, 145774, 149294, 150979, 151079, 151080, 151085, 156843, 160999, 164661, 164859, 167077, 170338, 172649, 175945, 177957,
        181766, 182613, 183992, 186924, 187207, 188822, 200334, 202220, 203128, 208624, 208810,
    ];

    // ESC-50's numbers of the ten classes that make ESC-10.
    private static readonly HashSet<int> Esc10Classes = [0, 1, 10, 11, 12, 20, 21, 38, 40, 41];

    private static readonly (string Sets, Func<string, bool> Holds)[] Rules =
    [
        ("FSDD, recordings numbered 0", text => Digit().IsMatch(text)),
        ("ESC-50, kept recordings and classes outside ESC-10", IsEsc),
        ("LibriSpeech test-other and test-clean", text => Test().IsMatch(text)),
        ("VCTK speakers p225 to p228 and p287", text => Vctk().IsMatch(text)),
        ("RAVDESS actors 01, 02, 05, 06, 11, 12", text => Ravdess().IsMatch(text)),
        ("EmoDB", text => EmoDb().IsMatch(text)),
        ("VoxLingua107's development set", text => text.Contains("voxlingua107", StringComparison.OrdinalIgnoreCase) && Development().IsMatch(text)),
        ("Picovoice's samples, which hold VoxLingua107's development set", text => text.Contains("picovoice/", StringComparison.OrdinalIgnoreCase)),
        ("qabcs animal noises", text => text.Contains("qabcs", StringComparison.OrdinalIgnoreCase)),
        ("librosa's example clips", text => text.Contains("librosa/", StringComparison.OrdinalIgnoreCase)),
        ("SpeechBrain's room impulse responses", text => SpeechBrainRir().IsMatch(text)),
    ];

    /// <summary>The rule that keeps a recording out; null where none does.</summary>
    /// <param name="row">A row; the columns <c>set</c>, <c>file</c> and <c>source</c> tell where it comes from.</param>
    public static string? RuleFor(ManifestRow row) => RuleFor($"{row["set"]} {row.File} {row["source"]}");

    /// <summary>The rule that keeps out what a text names: a path, a set, a source.</summary>
    public static string? RuleFor(string text) => Rules.FirstOrDefault(rule => rule.Holds(text)).Sets;

    private static bool IsEsc(string text) => Esc().Matches(text).Any(name =>
        EscRecordings.Contains(int.Parse(name.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))
        || (name.Groups[2].Success && !Esc10Classes.Contains(int.Parse(name.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))));

    // 7_jackson_0.wav
    [GeneratedRegex(@"(?<![0-9])[0-9]_[a-z]+_0\.[a-z0-9]+", RegexOptions.IgnoreCase)]
    private static partial Regex Digit();

    // 5-208624-A.ogg, 3-100018-A-18.wav
    [GeneratedRegex(@"(?<![0-9-])[1-5]-([0-9]{3,7})-[A-Z](?:-([0-9]{1,2}))?(?![A-Za-z0-9-])")]
    private static partial Regex Esc();

    [GeneratedRegex(@"(libri|ls-|/)[^ ]*test[-_](other|clean)|test[-_](other|clean)[^ ]*libri", RegexOptions.IgnoreCase)]
    private static partial Regex Test();

    [GeneratedRegex(@"(?<![a-z0-9])p(225|226|227|228|287)(?![0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex Vctk();

    // 03-01-06-01-02-01-12.wav, Actor_12
    [GeneratedRegex(@"actor_(01|02|05|06|11|12)(?![0-9])|(?<![0-9-])[0-9]{2}(-[0-9]{2}){5}-(01|02|05|06|11|12)(?![0-9-])", RegexOptions.IgnoreCase)]
    private static partial Regex Ravdess();

    [GeneratedRegex(@"emo-?db|(?<![0-9a-z])(03|08|09|10|11|12|13|14|15|16)[ab][0-9]{2}[A-Z][a-f](?![a-z0-9])", RegexOptions.IgnoreCase)]
    private static partial Regex EmoDb();

    [GeneratedRegex(@"(?<![a-z])dev(elopment)?(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Development();

    [GeneratedRegex(@"speechbrain.*(?<![a-z])rirs?(?![a-z_])", RegexOptions.IgnoreCase)]
    private static partial Regex SpeechBrainRir();
}
