using System.Globalization;
using System.Text.RegularExpressions;

namespace Audire.Benchmarks.Peers;

/// <summary>whisper.cpp's own benchmark over the same weights in F16.</summary>
internal sealed partial class WhisperBench(Settings settings)
{
    /// <summary>Milliseconds of one encoder window, and of one decoded token.</summary>
    public (double Encode, double Decode) Run(int threads)
    {
        var printed = PeerProcess.Output(
            settings.Peer("whisper-bench"), "-m", settings.Peer("whisper-base-f16.bin"), "-t", threads.ToString(CultureInfo.InvariantCulture));
        return (PerRun(printed, "encode"), PerRun(printed, "decode"));
    }

    private static double PerRun(string printed, string what)
    {
        foreach (Match match in TimingLine().Matches(printed))
            if (match.Groups["what"].Value == what) return double.Parse(match.Groups["ms"].Value, CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"whisper-bench printed no '{what}' time.");
    }

    [GeneratedRegex(@"(?<what>\w+) time =.*\(\s*(?<ms>[\d.]+) ms per run\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimingLine();
}
