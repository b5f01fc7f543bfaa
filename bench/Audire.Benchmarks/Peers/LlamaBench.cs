using System.Globalization;
using System.Text.Json;

namespace Audire.Benchmarks.Peers;

/// <summary>llama.cpp's own benchmark over the same model in its own formats.</summary>
internal sealed class LlamaBench(Settings settings)
{
    /// <summary>Tokens a second reading a prompt.</summary>
    public double Prefill(string format, int tokens, int threads) => Run(format, tokens, 0, threads);

    /// <summary>Tokens a second writing, from an empty context.</summary>
    public double Decode(string format, int tokens, int threads) => Run(format, 0, tokens, threads);

    /// <summary>The same of a file anywhere.</summary>
    public double DecodeFile(string file, int tokens, int threads) => RunFile(file, 0, tokens, threads);

    private double Run(string format, int prompt, int write, int threads) => RunFile(settings.Peer(format + ".gguf"), prompt, write, threads);

    private double RunFile(string file, int prompt, int write, int threads)
    {
        var printed = PeerProcess.Output(
            settings.Peer("llama-bench"), "-m", file, "-t", Text(threads), "-p", Text(prompt), "-n", Text(write), "-r", "1", "-o", "json");
        using var json = JsonDocument.Parse(printed[printed.IndexOf('[', StringComparison.Ordinal)..(printed.LastIndexOf(']') + 1)]);
        return json.RootElement[0].GetProperty("avg_ts").GetDouble();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
