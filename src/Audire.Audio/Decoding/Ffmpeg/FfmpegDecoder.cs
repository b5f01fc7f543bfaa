using System.Globalization;
using Audire.Audio.Decoding.Containers;

namespace Audire.Audio.Decoding.Ffmpeg;

/// <summary>Decodes through an ffmpeg process what is not decoded in process.</summary>
/// <remarks>
/// ffmpeg is told which container to expect, so that it never guesses a play list or script that names other files; it may open files and pipes only, writes
/// one WAV of a bounded size into a folder of its own, and is stopped at the time limit or on cancellation.
/// </remarks>
internal static class FfmpegDecoder
{
    private const int WavHeaderAllowance = 4096;
    private const string AllocationLimit = "268435456";

    /// <param name="context">Limits, and the source, whose position does not matter.</param>
    /// <param name="format">What the file was recognised as.</param>
    /// <param name="file">The bytes.</param>
    /// <param name="path">Where the same bytes lie as a file; null where they do not.</param>
    /// <param name="refusal">Why they were not decoded in process: thrown again, with what is to be done, where ffmpeg cannot help.</param>
    public static AudioClip Decode(DecodeContext context, SoundFormat format, Stream file, string? path, AudioFormatException refusal)
    {
        var program = context.Options.FfmpegPath ?? FfmpegProgram.FindOnPath();
        if (program is null) throw Unsupported(refusal, "install ffmpeg and put it on PATH, or convert the file to WAV or FLAC", null);
        var folder = Directory.CreateTempSubdirectory("audire-");
        try
        {
            var input = path ?? CopyTo(Path.Combine(folder.FullName, "input"), file);
            var output = Path.Combine(folder.FullName, "output.wav");
            var limit = context.Options.MaxSamples * sizeof(float) + WavHeaderAllowance;
            var run = FfmpegProcess.Run(program, Arguments(format, input, output, limit), context, refusal);
            var complaint = run.FirstComplaint.Replace(input, context.Source.Name, StringComparison.Ordinal);
            if (run.ExitCode != 0 || !File.Exists(output)) throw Unsupported(refusal, "ffmpeg refuses it too", complaint);
            return ReadResult(context, output, complaint, refusal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static AudioClip ReadResult(DecodeContext context, string output, string complaint, AudioFormatException refusal)
    {
        using var wav = File.OpenRead(output);
        var result = new DecodeContext(new(wav, context.Source.Name), context.Options, context.Cancellation);
        if (complaint.Length > 0) result.Warnings.Add($"ffmpeg decoded with a complaint: {complaint}");
        try
        {
            return WavDecoder.Decode(result);
        }
        catch (AudioFormatException empty) when (empty.Kind == AudioFormatProblem.Empty)
        {
            throw Unsupported(refusal, "ffmpeg finds no sound in it", complaint);
        }
    }

    private static List<string> Arguments(SoundFormat format, string input, string output, long limit) =>
    [
        "-nostdin", "-hide_banner", "-loglevel", "error", "-max_alloc", AllocationLimit, "-threads", "1",
        "-protocol_whitelist", "file,pipe", "-f", DemuxerFor(format), "-i", "file:" + input,
        "-map", "0:a:0", "-map_metadata", "-1", "-bitexact", "-c:a", "pcm_f32le", "-rf64", "auto",
        "-fs", limit.ToString(CultureInfo.InvariantCulture), "-f", "wav", "-y", "file:" + output,
    ];

    private static string DemuxerFor(SoundFormat format) => format switch
    {
        SoundFormat.Wav => "wav",
        SoundFormat.Wave64 => "w64",
        SoundFormat.Aiff => "aiff",
        SoundFormat.Au => "au",
        SoundFormat.Caf => "caf",
        SoundFormat.Flac => "flac",
        SoundFormat.Ogg => "ogg",
        SoundFormat.Mp3 => "mp3",
        SoundFormat.AacAdts => "aac",
        SoundFormat.Mp4 => "mov",
        SoundFormat.Matroska => "matroska",
        SoundFormat.Asf => "asf",
        SoundFormat.Amr => "amr",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No demuxer is known for it."),
    };

    private static string CopyTo(string path, Stream file)
    {
        file.Position = 0;
        using var copy = File.Create(path);
        file.CopyTo(copy);
        return path;
    }

    private static AudioFormatException Unsupported(AudioFormatException refusal, string advice, string? complaint) =>
        new(AudioFormatProblem.UnsupportedCodec, refusal.File, null, $"{refusal.Problem}: {advice}{(complaint is { Length: > 0 } ? $" ({complaint})" : "")}", refusal);
}
