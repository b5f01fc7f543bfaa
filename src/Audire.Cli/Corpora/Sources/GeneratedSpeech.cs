using System.Globalization;
using Audire.Cli.Corpora.Rendering;
using Audire.Metrics.Randomness;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// Speech of flite's and espeak-ng's voices: digits, sentences of <see cref="SentenceGrammar"/> and emotions acted by rule. Voices are in one split
/// each, and so are sentences.
/// </summary>
internal sealed class GeneratedSpeech : ICorpusSource
{
    // Accents that follow espeak-ng's variants; "en-gb" ignores them.
    private static readonly string[] Accents = ["en-us", "en-us", "en-gb-x-rp"];
    private static readonly string[] Programs = ["espeak-ng", "flite"];
    private static readonly Terms Terms = new("CC0-1.0", "own text; espeak-ng, or voices of Carnegie Mellon University's Flite (BSD-like)");

    private static readonly Dictionary<CorpusSplit, int> Sentences = new() { [CorpusSplit.Train] = 3600, [CorpusSplit.Valid] = 80, [CorpusSplit.Test] = 130 };
    private static readonly Dictionary<CorpusSplit, int> Acted = new() { [CorpusSplit.Train] = 330, [CorpusSplit.Valid] = 12, [CorpusSplit.Test] = 30 };
    private static readonly Dictionary<CorpusSplit, int> Digits = new() { [CorpusSplit.Train] = 50, [CorpusSplit.Valid] = 8, [CorpusSplit.Test] = 5 };

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        string[] missing = [.. Programs.Where(program => !ToolProcess.Exists(program))];
        foreach (var program in missing) folder.Miss($"{program} (package {program})");
        if (missing.Length > 0) yield break;
        foreach (var split in Enum.GetValues<CorpusSplit>())
        {
            var voices = Voice.Of(split);
            foreach (var digit in SpokenDigits.Words)
                for (var i = 0; i < Digits[split]; i++)
                    yield return Speak("tts-digits", $"{split.Name()}-{digit}-{i}", split, voices, digit, "") with { Label = digit, IsOneEvent = true };
            foreach (var (number, text) in Texts("sentences", split).Take(Sentences[split]).Index())
                yield return Speak("tts-sentences", $"{split.Name()}-{number}", split, voices, text, "");
            foreach (var emotion in Manner.Emotions.Keys)
                foreach (var (number, text) in Texts("emotions", split).Take(Acted[split]).Index())
                    yield return Speak("tts-emotions", $"{split.Name()}-{emotion}-{number}", split, [.. voices.Where(voice => voice.CanAct)], text, emotion);
        }
    }

    /// <summary>Endless sentences of a split; the split of a sentence is drawn from its words.</summary>
    internal static IEnumerable<string> Texts(string purpose, CorpusSplit split)
    {
        var random = Chance.Of("texts", purpose, split.Name());
        while (true)
            if (SentenceGrammar.Next(random) is var text && CorpusSplits.Draw($"sentence {text}", valid: 0.08, test: 0.12) == split) yield return text;
    }

    private static Recording Speak(string collection, string id, CorpusSplit split, Voice[] voices, string text, string emotion)
    {
        var random = Chance.Of(collection, id);
        var voice = PickVoice(random, voices);
        var manner = emotion.Length > 0 ? Manner.Emotions[emotion].Varied(random, 5) : Manner.Neutral.Varied(random, 16);
        return new Recording(collection, id, split, SoundKind.Speech, new SpokenSound(voice, voice.Engine == "flite" ? "" : random.Pick(Accents), text, manner), Terms)
        {
            Clip = string.Create(CultureInfo.InvariantCulture, $"{voice.Speaker}: {text}, {manner.Pace} {manner.Pitch} {manner.Loudness}"),
            Speaker = voice.Speaker, Sex = voice.Sex, Language = "English", Text = text, Emotion = emotion,
        };
    }

    // flite sounds more like people: a third of the speech is its.
    private static Voice PickVoice(PythonRandom random, Voice[] voices)
    {
        Voice[] flite = [.. voices.Where(voice => voice.Engine == "flite")], others = [.. voices.Where(voice => voice.Engine != "flite")];
        return random.Pick(flite.Length > 0 && random.Next(3) == 0 ? flite : others);
    }
}
