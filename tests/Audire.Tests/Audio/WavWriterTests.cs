using System.Runtime.InteropServices;
using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio;

public sealed class WavWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audire-test-");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void Floats_come_back_bit_for_bit(int channels)
    {
        float[] samples = [0f, -0f, 1.5f, -1e-30f, 1e30f, float.MaxValue];
        var clip = AudioClip.Planar([.. Enumerable.Range(0, channels).Select(c => samples.Select(x => x / (c + 1)).ToArray())], 44_100);
        var back = AudioDecoder.Decode(WavWriter.Encode(clip, WavSampleFormat.Float32), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(clip.ContentHash, back.ContentHash);
        Assert.Empty(back.Warnings);
        Assert.True(MemoryMarshal.Cast<float, int>(back.Channel(0))[1] == int.MinValue, "-0 became 0");
    }

    [Fact]
    public void Integers_are_rounded_to_even_and_clipped_ones_counted()
    {
        float[] samples = [0.5f / 32768, 1.5f / 32768, -0.5f / 32768, 0.25f, 1f, -1f, 2f, -2f];
        var path = Path.Combine(_folder.FullName, "a.wav");
        Assert.Equal(3, WavWriter.Write(path, AudioClip.Mono(samples, 8_000))); // 1, 2 and -2
        var back = AudioFile.Load(path, TestContext.Current.CancellationToken);
        Assert.Equal([0, 2, 0, 8192, 32767, -32768, 32767, -32768], back.Channel(0).ToArray().Select(x => (int)(x * 32768)));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        var path = Path.Combine(_folder.FullName, "kept.wav");
        File.WriteAllText(path, "old");
        var target = Path.Combine(_folder.FullName, "a folder");
        Directory.CreateDirectory(Path.Combine(target, "not empty"));
        Assert.ThrowsAny<Exception>(() => WavWriter.Write(target, AudioClip.Mono([0f], 8_000)));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Every_failing_write_reaches_the_caller()
    {
        var clip = AudioClip.Mono(new float[20_000], 8_000);
        var writes = CountWrites(clip);
        for (var failing = 0; failing < writes; failing++)
        {
            using var stream = new FailingStream(failing);
            Assert.Throws<IOException>(() => WavWriter.Write(stream, clip));
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static int CountWrites(AudioClip clip)
    {
        using var stream = new FailingStream(int.MaxValue);
        WavWriter.Write(stream, clip);
        return stream.Writes;
    }

    private sealed class FailingStream(int failing) : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (Writes++ == failing) throw new IOException("The disk is full.");
            base.Write(buffer, offset, count);
        }
    }
}
