using System.Globalization;
using Audire.Audio;
using Audire.Evaluation.Runs;
using Audire.Reporting.Model;
using Audire.Reporting.Pictures;

namespace Audire.Tests.Reporting;

/// <summary>A small run made by hand: two systems and two baselines over transcription, sound labels, noise and fairness.</summary>
internal static class ReportSamples
{
    public const string Cascade = "cascade:whisper-base+smollm2-135m";
    public const string Recogniser = "whisper-base";

    private static readonly string[] Systems = [Cascade, Recogniser, "empty", "majority"];
    private static readonly string[] Labels = ["dog", "rain", "sea waves", "baby cry", "clock tick"];
    private static readonly string[] Snrs = ["-5", "0", "5", "10", "20", "clean"];

    /// <summary>The model of a run with this many items a scenario.</summary>
    public static ReportModel Model(int items = 3, IEnumerable<ItemRecord>? more = null) =>
        ReportModelFactory.Create(Spec(), Stats(items), Items(items).Concat(more ?? []), Clips(items));

    public static RunSpec Spec() => new()
    {
        Suite = new SuiteRecord("embedded", "The embedded audit", new string('5', 64), "data/embedded.yaml", 40),
        Arguments = new RunArguments(["audit", "--quick"], new Dictionary<string, string> { ["limit"] = "none", ["seed"] = "1" }),
        Systems =
        [
            .. Systems.Select(name => new SystemRecord(name, name switch { Cascade => "cascade", Recogniser => "recogniser", _ => "baseline" },
                $"{name}-identity", new Dictionary<string, string> { ["dtype"] = "f32", ["device"] = "cpu" }, ["transcription"])),
        ],
        Scenarios =
        [
            new("reading", "perception", "Read speech", "Sentences read aloud, to be written down.", "transcription", "Write down what is said.", "wer", ["wer", "cer"], [], 3, false),
            new("sounds", "perception", "Everyday sounds", "Five seconds of one sound, to be named from a list.", "classification", "Which of these is it?", "accuracy", ["accuracy", "accuracy-lenient"], Labels, 3, false),
            new("noise", "robustness", "Speech in noise", "The same sentences under noise of several strengths.", "transcription", "Write down what is said.", "wer", ["wer"], [], 3, false),
            new("voices", "fairness", "Speaker sex", "Sentences said by a female and a male voice each.", "transcription", "Write down what is said.", "wer@gender:worst", ["wer"], [], 3, true),
        ],
        Environment = new RunEnvironment("0.1.0", "0123456789abcdef", true, new Dictionary<string, string> { ["TorchSharp"] = "0.107.0" },
            new Dictionary<string, string> { ["cpu"] = "a processor", ["cores"] = "2" }, new Dictionary<string, string> { ["threads"] = "2" }),
        Started = new DateTimeOffset(2026, 11, 25, 21, 4, 0, TimeSpan.Zero),
    };

    public static RunStats Stats(int items) => new()
    {
        Complete = true,
        Planned = 16 * items,
        Answered = 16 * items - 1,
        Failed = 1,
        Seconds = 61.5,
        Cells = [.. Cells(items)],
        Board =
        [
            new(Recogniser, 0.792, 0.708, 0.875, 1, false), new(Cascade, 0.75, 0.625, 0.833, 1, true),
            new("majority", 0.292, 0.25, 0.333, 3, false), new("empty", 0.167, 0.125, 0.25, 4, false),
        ],
        Differences =
        [
            new("reading", "wer", Recogniser, Cascade, -0.012, -0.031, 0.006, "bootstrap(clip, 2000)", items, null),
            new("reading", "wer", Recogniser, "empty", -0.931, -0.962, -0.887, "bootstrap(clip, 2000)", items, Recogniser),
        ],
        Usage =
        [
            new(Cascade, 4 * items, 41.2, 96.5, 1200, 340, null), new(Recogniser, 4 * items, 20.3, 96.5, null, 310, null),
            new("empty", 4 * items, 0, 96.5, null, null, null), new("majority", 4 * items, 0, 96.5, null, null, null),
        ],
    };

    /// <summary>The hash that the sample gives its clips.</summary>
    public static string Hash(int i) => i.ToString(CultureInfo.InvariantCulture).PadLeft(64, 'c');

    public static IEnumerable<ItemRecord> Items(int items)
    {
        foreach (var scenario in Spec().Scenarios)
            foreach (var system in Systems)
                for (var i = 0; i < items; i++)
                    yield return Item(scenario, system, i);
    }

    /// <summary>One item, for tests that need a text of their own in it.</summary>
    public static ItemRecord Item(string answer, string reference = "good morning", string instance = "own", string prompt = "Write down what is said.") => new(
        Recogniser, "reading", "perception", instance, prompt, [Clip(0)], [reference], answer, null,
        new Dictionary<string, double> { ["wer"] = 0.5 }, new Dictionary<string, string>(), 0.5);

    public static ClipRecord Clip(int i) => new(Hash(i), $"speech/{i:000}.flac", 1.5 + i, "CC-BY-4.0", "A reader");

    private static ItemRecord Item(ScenarioRecord scenario, string system, int i)
    {
        var label = Labels[i % Labels.Length];
        var closed = scenario.Answers.Count > 0;
        var reference = closed ? label : "And so, my fellow Americans, ask not what your country can do for you";
        string? answer = system switch
        {
            "empty" => "",
            "majority" => closed ? Labels[0] : "the",
            Cascade => closed ? (i % 3 == 2 ? "rain" : label) : "and so my fellow Americans ask what your county can do for for you",
            _ => closed ? $"A {label}, I think." : reference,
        };
        var failed = system == Cascade && scenario.Name == "voices" && i == 0;
        var right = answer == reference;
        var scores = failed ? [] : new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [scenario.Metrics[0]] = closed ? (right ? 1 : 0) : system switch { Recogniser => 0, Cascade => 0.214, _ => 1 },
        };
        var groups = new Dictionary<string, string>(StringComparer.Ordinal) { ["speaker"] = $"s{i % 4}", ["gender"] = i % 2 == 0 ? "female" : "male" };
        if (scenario.Name == "noise") groups["snr"] = Snrs[i % Snrs.Length];
        return new(system, scenario.Name, scenario.Aspect, $"{scenario.Name}/{i:000}", scenario.Prompt, [Clip(i)], [reference],
            failed ? null : answer, failed ? "The request timed out after 60 s." : null, scores, groups, system == Cascade ? 0.86 : 0.42)
        { Choices = scenario.Answers };
    }

    private static IEnumerable<Cell> Cells(int n)
    {
        foreach (var scenario in Spec().Scenarios)
        {
            for (var s = 0; s < Systems.Length; s++)
            {
                var metric = scenario.Metrics[0];
                var value = metric == "wer" ? (double[])[0.062, 0.05, 1, 0.98] : [0.6, 0.44, 0, 0.2];
                yield return Cell(scenario, Systems[s], metric, value[s], 0.04, n);
                if (scenario.Main != metric) yield return Cell(scenario, Systems[s], scenario.Main, value[s] + 0.03, 0.05, n);
                foreach (var other in scenario.Metrics.Skip(1)) yield return Cell(scenario, Systems[s], other, value[s] * 0.7, 0.03, n);
                foreach (var (slice, shift) in Slices(scenario)) yield return Cell(scenario, Systems[s], $"{metric}@{slice}", value[s] + (s < 2 ? shift : 0), 0.06, n);
                if (scenario.Name == "voices") yield return Cell(scenario, Systems[s], "wer@gender:female-male", s == 0 ? 0.081 : 0.004 * s, 0.03, n) with { HigherIsBetter = null };
            }
        }
    }

    private static IEnumerable<(string Slice, double Shift)> Slices(ScenarioRecord scenario)
    {
        if (scenario.Name is "voices" or "reading") return [("gender:female", 0.03), ("gender:male", 0)];
        if (scenario.Name == "noise") return Snrs.Select((snr, i) => ($"snr:{snr}", 0.6 / (1 + i * i)));
        return [];
    }

    private static Cell Cell(ScenarioRecord scenario, string system, string metric, double value, double reach, int n) => new(
        system, scenario.Name, scenario.Aspect, metric, scenario.Metrics[0] != "wer", value, value - reach, value + reach, "bootstrap(clip, 2000)", n, 0,
        system == Cascade && scenario.Name == "voices" ? 1 : 0)
    { Main = metric == scenario.Main };

    private static Dictionary<string, ClipPicture> Clips(int items) => Enumerable.Range(0, items)
        .ToDictionary(Hash, i => new ClipPicture(1.5 + i, WaveformPeaks.Compute(AudioClip.Mono(Tone(1.5 + i), AudioClip.SpeechRate), Waveform.Columns), true), StringComparer.Ordinal);

    /// <summary>A rising tone that fades, at 16 kHz.</summary>
    public static float[] Tone(double seconds)
    {
        var samples = new float[(int)(seconds * 16000)];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (float)(0.7 * (1 - (double)i / samples.Length) * Math.Sin(2 * Math.PI * (200 + 0.02 * i) * i / 16000));
        return samples;
    }
}
