using System.Globalization;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Pieces of recordings that several tasks ask about: the same recording and number is the same clip.</summary>
internal static class Pieces
{
    private const double ShortestSpeech = 1.6, LongestSpeech = 4, ShortestSound = 1.6, LongestSound = 5;

    /// <summary>A piece of one recording.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="number">Which piece, from 0.</param>
    public static (ClipPart[] Parts, Treatment Treatment) Of(Recording recording, int number)
    {
        var purpose = string.Create(CultureInfo.InvariantCulture, $"{recording.Key} {number}");
        var random = Chance.Of("piece", purpose);
        var isSpeech = recording.Kind == SoundKind.Speech;
        var seconds = Math.Round(isSpeech ? random.Uniform(ShortestSpeech, LongestSpeech) : random.Uniform(ShortestSound, LongestSound), 2);
        var at = Math.Round(random.NextDouble(), 3);
        var cut = recording.Split == CorpusSplit.Test && recording.Kind == SoundKind.Sound ? Cut.Window(seconds, -1) : Cut.Window(seconds, at);
        return ([new ClipPart(recording, cut)], Treatment.Draw(purpose, speed: !isSpeech, noise: recording.Kind != SoundKind.Noise));
    }

    /// <summary>Short recordings of one speaker, one after the other.</summary>
    public static (ClipPart[] Parts, Treatment Treatment) Joined(IReadOnlyList<Recording> words, bool speed)
    {
        var purpose = string.Join(' ', words.Select(word => word.Key));
        var random = Chance.Of("joined", purpose);
        return ([.. words.Select((word, i) => new ClipPart(word, Cut.Whole, i == 0 ? 0 : Math.Round(random.Uniform(0.08, 0.3), 2)))], Treatment.Draw(purpose, speed, noise: true));
    }

    /// <summary>So many pieces of recordings that take turns: all first pieces, then all second ones.</summary>
    /// <param name="spread">The recordings, in the order of turns.</param>
    /// <param name="most">Most pieces of one recording.</param>
    /// <param name="count">Pieces in all.</param>
    public static IEnumerable<(Recording Recording, int Number)> InTurn(IReadOnlyList<Recording> spread, int most, int count) =>
        Enumerable.Range(0, most).SelectMany(number => spread.Select(recording => (recording, number))).Take(count);
}
