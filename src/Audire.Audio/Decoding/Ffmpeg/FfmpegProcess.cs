using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Audire.Audio.Decoding.Ffmpeg;

/// <summary>One run of ffmpeg, bounded in time and in what is kept of its messages.</summary>
internal static class FfmpegProcess
{
    private const int KeptMessageCharacters = 4096;

    /// <summary>How a run ended.</summary>
    /// <param name="ExitCode">Zero where ffmpeg is content.</param>
    /// <param name="FirstComplaint">The first line it wrote, without a full stop; empty where it wrote none.</param>
    internal sealed record Result(int ExitCode, string FirstComplaint);

    /// <summary>Runs to the end, to the time limit or to cancellation; a process that is not wanted any more is killed with its children.</summary>
    public static Result Run(string program, IEnumerable<string> arguments, DecodeContext context, AudioFormatException refusal)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false } };
        var messages = new StringBuilder();
        process.ErrorDataReceived += (_, line) => Keep(messages, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            throw new AudioFormatException(AudioFormatProblem.UnsupportedCodec, refusal.File, null, $"{refusal.Problem}: {program} cannot be started ({error.Message.TrimEnd('.')})", error);
        }
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using (context.Cancellation.Register(() => Kill(process)))
            if (!process.WaitForExit(context.Options.FfmpegTimeout))
            {
                Kill(process);
                process.WaitForExit();
                throw new AudioFormatException(AudioFormatProblem.TimedOut, refusal.File, null, $"ffmpeg was not done after {context.Options.FfmpegTimeout.TotalSeconds:0.#} s and was stopped");
            }
        process.WaitForExit(); // until its last message has been read
        context.Cancellation.ThrowIfCancellationRequested();
        lock (messages) return new(process.ExitCode, FirstLine(messages.ToString()));
    }

    private static void Keep(StringBuilder messages, string? line)
    {
        lock (messages)
            if (line is not null && messages.Length < KeptMessageCharacters)
                messages.Append(line.AsSpan(0, Math.Min(line.Length, KeptMessageCharacters))).Append('\n');
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim().TrimEnd('.');

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
    }
}
