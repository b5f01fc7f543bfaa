using System.Diagnostics;
using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

/// <summary>The fence around ffmpeg, with shell scripts in its place where a run must misbehave.</summary>
public sealed class FfmpegTests : IDisposable
{
    // The header of an MPEG-1 layer III frame: enough to be recognised.
    private static readonly byte[] Mp3 = [0xff, 0xfb, 0x90, 0x64, .. new byte[413]];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audire-test-");

    [Fact]
    public void A_run_that_never_ends_is_stopped_at_the_time_limit()
    {
        var clock = Stopwatch.StartNew();
        var options = new AudioDecoderOptions { FfmpegPath = Script("sleep 60"), FfmpegTimeout = TimeSpan.FromSeconds(0.5) };
        Assert.Equal(AudioFormatProblem.TimedOut, Assert.Throws<AudioFormatException>(() => Decode(options)).Kind);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    [Fact]
    public void Cancellation_stops_it()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var options = new AudioDecoderOptions { FfmpegPath = Script("sleep 60") };
        Assert.ThrowsAny<OperationCanceledException>(() => AudioDecoder.Decode(Mp3, options, cancellationToken: source.Token));
    }

    [Fact]
    public void What_it_says_becomes_part_of_the_error()
    {
        var error = Assert.Throws<AudioFormatException>(() => Decode(new() { FfmpegPath = Script("echo 'the disk is on fire.' >&2; exit 1") }));
        Assert.Equal(AudioFormatProblem.UnsupportedCodec, error.Kind);
        Assert.Contains("(the disk is on fire)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_messages_does_not_fill_memory_or_block()
    {
        var error = Assert.Throws<AudioFormatException>(() => Decode(new() { FfmpegPath = Script("yes xxxxxxxxxxxxxxxxxxxxxxxx | head -c 3000000 >&2; exit 1") }));
        Assert.InRange(error.Message.Length, 1, 5_000);
    }

    [Fact]
    public void A_program_that_cannot_start_is_named()
    {
        var error = Assert.Throws<AudioFormatException>(() => Decode(new() { FfmpegPath = Path.Combine(_folder.FullName, "absent") }));
        Assert.Contains("absent cannot be started", error.Message, StringComparison.Ordinal);
    }

    // ffmpeg itself would follow these to other files.
    [Theory]
    [InlineData("ffconcat version 1.0\nfile '/etc/hostname'\n")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")]
    public void A_play_list_never_reaches_it(string text) =>
        Assert.Equal(AudioFormatProblem.UnknownFormat, Assert.Throws<AudioFormatException>(() =>
            AudioDecoder.Decode(System.Text.Encoding.ASCII.GetBytes(text), cancellationToken: TestContext.Current.CancellationToken)).Kind);

    [Fact]
    public void No_temporary_file_is_left()
    {
        var before = Leftovers();
        Assert.Throws<AudioFormatException>(() => Decode(new() { FfmpegPath = Script("exit 1") }));
        Assert.Equal(before, Leftovers());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static AudioClip Decode(AudioDecoderOptions options) => AudioDecoder.Decode(Mp3, options, cancellationToken: TestContext.Current.CancellationToken);

    private static int Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "audire-*").Count(folder => !Path.GetFileName(folder).StartsWith("audire-test-", StringComparison.Ordinal));

    private string Script(string body)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-ins are shell scripts.");
        var path = Path.Combine(_folder.FullName, "ffmpeg");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
