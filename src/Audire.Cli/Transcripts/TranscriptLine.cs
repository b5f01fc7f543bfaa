using System.Text.Json.Serialization;
using Audire.Models.Whisper;

namespace Audire.Cli.Transcripts;

/// <summary>A line of <c>audire transcribe --json</c>: one file.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="Language">Code of the language spoken.</param>
/// <param name="LanguageProbability">Its probability, 0 to 1; 1 where it was given.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Segments">The text in pieces.</param>
/// <param name="Seconds">Wall time it took.</param>
/// <param name="AudioSeconds">Length of the recording.</param>
/// <param name="WordErrors">Compared with the reference; null without <c>--references</c>.</param>
internal sealed record TranscriptLine(
    string File, string Language, double LanguageProbability, string Text, IReadOnlyList<SegmentLine> Segments, double Seconds, double AudioSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WordErrorLine? WordErrors)
{
    /// <summary>The line of a transcription.</summary>
    public static TranscriptLine Of(string file, Transcription transcription, double seconds, WordErrorLine? errors, bool words) => new(
        file, transcription.Language, transcription.LanguageProbability, transcription.Text,
        [.. transcription.Segments.Select(segment => new SegmentLine(segment.Start, segment.End, segment.Text.Trim(), segment.AvgLogProb, segment.NoSpeechProb,
            words ? [.. segment.Words.Select(word => new WordLine(word.Text.Trim(), word.Start, word.End, word.Probability))] : null))],
        seconds, transcription.Duration.TotalSeconds, errors);
}

/// <summary>A segment of a line.</summary>
/// <param name="Start">Start in seconds.</param>
/// <param name="End">End in seconds.</param>
/// <param name="Text">What was said.</param>
/// <param name="AvgLogProb">Mean log-probability of the window's tokens.</param>
/// <param name="NoSpeechProb">Probability, 0 to 1, that nobody speaks in the window.</param>
/// <param name="Words">Words with times; null without <c>--words</c>.</param>
internal sealed record SegmentLine(double Start, double End, string Text, double AvgLogProb, double NoSpeechProb,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<WordLine>? Words);

/// <summary>A word with its time.</summary>
/// <param name="Word">The word with its punctuation.</param>
/// <param name="Start">Start in seconds.</param>
/// <param name="End">End in seconds.</param>
/// <param name="Probability">Mean probability of its tokens, 0 to 1.</param>
internal sealed record WordLine(string Word, double Start, double End, double Probability);

/// <summary>Word errors of a file.</summary>
/// <param name="Substitutions">Words heard as others.</param>
/// <param name="Deletions">Words not heard.</param>
/// <param name="Insertions">Words heard that were not said.</param>
/// <param name="Words">Words of the reference.</param>
internal sealed record WordErrorLine(long Substitutions, long Deletions, long Insertions, long Words);
