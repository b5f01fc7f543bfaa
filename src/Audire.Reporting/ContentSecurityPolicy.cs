using System.Security.Cryptography;
using System.Text;

namespace Audire.Reporting;

/// <summary>
/// What a page may load: files beside it and nothing else. Answers are untrusted text; should one ever slip through the
/// escaping, it finds a page that runs no inline script, loads nothing remote and sends nothing anywhere.
/// </summary>
/// <remarks>
/// <c>file:</c> stands beside <c>'self'</c> because browsers differ on whether a page opened from the file system has a self;
/// a page that was served may not load files in any case. The one hash admits the style element that wavesurfer.js puts into
/// its shadow root; it is computed from the script that is shipped, so the two cannot drift apart.
/// </remarks>
internal static class ContentSecurityPolicy
{
    /// <summary>Height of a waveform in CSS pixels; a part of the style that the hash covers.</summary>
    public const int WaveHeight = 56;

    public static string Value { get; } =
        "default-src 'none'; script-src 'self' file:; style-src 'self' file: 'sha256-" + WavesurferStyleHash() + "'; "
        + "img-src 'self' file:; media-src 'self' file:; base-uri 'none'; form-action 'none'";

    private static string WavesurferStyleHash()
    {
        var script = Encoding.UTF8.GetString(Assets.Read(Links.Wavesurfer["assets/".Length..]));
        var open = script.IndexOf("<style${", StringComparison.Ordinal);
        var start = script.IndexOf('>', script.IndexOf("\"\"}>", open, StringComparison.Ordinal)) + 1;
        var style = script[start..script.IndexOf("</style>", start, StringComparison.Ordinal)];
        var hole = style.IndexOf("${", StringComparison.Ordinal);
        style = style[..hole] + WaveHeight + style[(style.IndexOf('}', hole) + 1)..];
        style = style.Replace("\\n", "\n", StringComparison.Ordinal); // the script spells its line breaks
        return Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
    }
}
