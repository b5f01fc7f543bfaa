using System.Globalization;
using Audire.Models.Whisper;

namespace Audire.Cli.Transcripts;

/// <summary>How a transcript is written for people and players.</summary>
internal enum TranscriptFormat
{
    /// <summary>The text on one line.</summary>
    Text,

    /// <summary>A line a segment (or word), its times in brackets.</summary>
    Timed,

    /// <summary>SubRip subtitles.</summary>
    Srt,

    /// <summary>WebVTT subtitles.</summary>
    Vtt,
}

/// <summary>Writes transcripts.</summary>
internal static class TranscriptWriter
{
    private readonly record struct Cue(double Start, double End, string Text);

    /// <summary>Writes a transcript.</summary>
    /// <param name="transcription">What was heard.</param>
    /// <param name="format">The form.</param>
    /// <param name="words">True for a cue a word instead of a segment.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(Transcription transcription, TranscriptFormat format, bool words, TextWriter writer)
    {
        var cues = transcription.Segments.SelectMany(segment => words
                ? segment.Words.Select(word => new Cue(word.Start, word.End, word.Text.Trim()))
                : [new Cue(segment.Start, segment.End, segment.Text.Trim())])
            .Where(cue => cue.Text.Length > 0);
        switch (format)
        {
            case TranscriptFormat.Text: writer.WriteLine(transcription.Text.ReplaceLineEndings(" ")); break;
            case TranscriptFormat.Timed: WriteTimed(cues, writer); break;
            case TranscriptFormat.Srt: WriteSrt(cues, writer); break;
            case TranscriptFormat.Vtt: WriteVtt(cues, writer); break;
            default: throw new ArgumentOutOfRangeException(nameof(format), format, "Not a transcript format.");
        }
    }

    private static void WriteTimed(IEnumerable<Cue> cues, TextWriter writer)
    {
        foreach (var cue in cues) writer.WriteLine($"[{Time(cue.Start, '.')} --> {Time(cue.End, '.')}] {cue.Text}");
    }

    private static void WriteSrt(IEnumerable<Cue> cues, TextWriter writer)
    {
        foreach (var (index, cue) in cues.Index())
        {
            writer.WriteLine((index + 1).ToString(CultureInfo.InvariantCulture));
            writer.WriteLine($"{Time(cue.Start, ',')} --> {Time(cue.End, ',')}");
            // An arrow inside the text would be read as a time line.
            writer.WriteLine(cue.Text.Replace("-->", "->", StringComparison.Ordinal));
            writer.WriteLine();
        }
    }

    private static void WriteVtt(IEnumerable<Cue> cues, TextWriter writer)
    {
        writer.WriteLine("WEBVTT");
        writer.WriteLine();
        foreach (var cue in cues)
        {
            writer.WriteLine($"{Time(cue.Start, '.')} --> {Time(cue.End, '.')}");
            writer.WriteLine(cue.Text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
            writer.WriteLine();
        }
    }

    private static string Time(double seconds, char point)
    {
        var milliseconds = (long)Math.Round(Math.Max(0, seconds) * 1000);
        return string.Create(CultureInfo.InvariantCulture,
            $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}{point}{milliseconds % 1000:000}");
    }
}
