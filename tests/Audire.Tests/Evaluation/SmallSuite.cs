using System.Buffers.Binary;
using Audire.Audio;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace Audire.Tests.Evaluation;

/// <summary>A suite of a few tones written into a folder, and a system that answers by a script.</summary>
internal static class SmallSuite
{
    public const string Yaml = """
        suite: small
        manifest: manifest.tsv
        scenarios:
          - name: dictation
            aspect: perception
            task: transcription
            prompt: Write it down.
            select: {kind: [speech]}
            reference: transcript
            metrics: [wer, cer]
            cluster: speaker
            slices: [gender]
            compare: {by: gender, against: male}
          - name: noisy
            aspect: robustness
            task: transcription
            prompt: Write it down.
            select: {kind: [speech]}
            reference: transcript
            noise: {snr: [10, 0], select: {kind: [noise]}}
            metrics: [wer]
            cluster: speaker
            compare: {by: snr, against: clean, pair: clip}
          - name: naming
            aspect: perception
            task: classification
            prompt: "One of: {answers}."
            select: {kind: [speech]}
            reference: label
            answers: [low, high]
            metrics: [accuracy, accuracy-lenient]
        """;

    /// <summary>Writes the suite and its recordings.</summary>
    public static Suite Write(string folder, int clips = 6, string yaml = Yaml)
    {
        Directory.CreateDirectory(folder);
        var rows = new List<string> { "file\tkind\tlabel\tspeaker\tgender\tlanguage\ttranscript\tlicence\tdur_s" };
        for (int i = 0; i < clips; i++)
        {
            WriteTone(Path.Combine(folder, $"tone{i}.wav"), 200 + (50 * i));
            rows.Add($"tone{i}.wav\tspeech\t{(i % 3 == 0 ? "low" : "high")}\ts{i / 2}\t{(i % 2 == 0 ? "female" : "male")}\ten\tthis is sentence {(char)('a' + i)}\tCC0-1.0\t0.10");
        }

        WriteTone(Path.Combine(folder, "noise.wav"), 3001);
        rows.Add("noise.wav\tnoise\tnoise\t\t\t\t\tCC0-1.0\t0.10");
        File.WriteAllText(Path.Combine(folder, "manifest.tsv"), string.Join('\n', rows) + "\n");
        File.WriteAllText(Path.Combine(folder, "suite.yaml"), yaml);
        return Suite.Read(folder);
    }

    /// <summary>0.1 s of a sine at 16 kHz, 16 bit.</summary>
    public static void WriteTone(string path, double hertz)
    {
        const int Samples = 1600;
        var clip = AudioClip.Mono([.. Enumerable.Range(0, Samples).Select(i => (float)(0.3 * Math.Sin(2 * Math.PI * hertz * i / 16000)))], 16000);
        File.WriteAllBytes(path, WavWriter.Encode(clip));
    }
}

/// <summary>A system that answers by a function of the request's text and sound, and counts how often it was asked.</summary>
internal sealed class ScriptedSystem(string name, Func<string, byte[], CancellationToken, Task<string>> answer) : ISystem
{
    private int _asked;

    public ScriptedSystem(string name, Func<string, byte[], string> answer) : this(name, (text, sound, _) => Task.FromResult(answer(text, sound))) { }

    /// <summary>A system whose answers are long enough to score differently on different sounds.</summary>
    public static ScriptedSystem Plain(string name = "plain") => new(name, (text, sound) =>
        text.StartsWith("One", StringComparison.Ordinal) ? (Sum(sound) % 2 == 0 ? "low" : "It is high.") : "this is sentence " + (char)('a' + (Sum(sound) % 6)));

    public int Asked => _asked;

    /// <summary>How often it had been asked when it was told that nothing more would come; null before.</summary>
    public int? AskedAtRest { get; private set; }

    public string Name => name;

    public SystemIdentity Identity { get; init; } = new("model", "scripted-1", new Dictionary<string, string> { ["threads"] = "1" });

    public SystemCapabilities Capabilities { get; init; } = new(ScenarioTask.All);

    public IChatClient Open(ScenarioContext scenario) => new AnsweringClient(async (messages, _, token) =>
    {
        Interlocked.Increment(ref _asked);
        var contents = messages.Single().Contents;
        var sound = contents.OfType<DataContent>().Single();
        if (sound.MediaType != "audio/wav") throw new InvalidOperationException("Only audio/wav is heard.");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await answer(string.Concat(contents.OfType<TextContent>().Select(c => c.Text)), sound.Data.ToArray(), token)));
    });

    public void Rest() => AskedAtRest = _asked;

    public void Dispose() { }

    private static int Sum(byte[] sound)
    {
        uint sum = 17;
        for (int i = 44; i + 1 < sound.Length; i += 2) sum = (sum * 31) + BinaryPrimitives.ReadUInt16LittleEndian(sound.AsSpan(i));
        return (int)(sum >> 4);
    }
}
