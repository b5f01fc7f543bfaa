using Audire.Audio;
using Audire.Benchmarks.Peers;

namespace Audire.Benchmarks.Works;

/// <summary>Whole processes of the tool: time from start to end, and the largest resident memory.</summary>
internal static class ProcessWork
{
    public static IEnumerable<Measurement> Run(Settings settings)
    {
        if (settings.Tool is null) yield break;
        yield return Row("transcribe jfk.wav, whole process, limit 4 s", 4, "transcribe", settings.Speech);
        yield return Row("--help, whole process, limit 200 ms", 0.2, "--help");
        var clip = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".wav");
        try
        {
            WavWriter.Write(clip, AudioFile.Load(settings.Speech).Slice(TimeSpan.Zero, TimeSpan.FromSeconds(5)));
            yield return Row("salmonn-mini about a clip of 5 s, whole process, limit 5 s", 5, "ask", clip, "Is the speaker male or female? Answer with one word.", "--model", "salmonn-mini");
        }
        finally
        {
            File.Delete(clip);
        }

        Measurement Row(string work, double limit, params string[] arguments)
        {
            PeerProcess.Run(settings.Tool, arguments);
            var runs = Enumerable.Range(0, settings.Pairs).Select(_ => PeerProcess.Run(settings.Tool, arguments)).ToList();
            return new Measurement(work, 0, "s", false, [.. runs.Select(run => run.Seconds)], [.. runs.Select(_ => limit)], "the limit",
                $"resident {runs.Max(run => run.PeakBytes) / 1e6:f0} MB");
        }
    }
}
