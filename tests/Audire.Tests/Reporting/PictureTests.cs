using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Audire.Audio;
using Audire.Audio.Features;
using Audire.Reporting.Pictures;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>Waveforms and spectrograms.</summary>
public sealed class PictureTests
{
    [Fact]
    public void A_png_holds_the_pixels_it_was_given()
    {
        var chunks = Chunks(IndexedPng.Encode([0, 1, 2, 2, 1, 0], 3, Viridis.Palette(3)));

        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0], chunks[0].Data);
        Assert.Equal(9, chunks[1].Data.Length);
        Assert.Equal([0, 0, 1, 2, 0, 2, 1, 0], Inflate(chunks[2].Data)); // each row behind its filter byte
        Assert.Equal("AE426082", Convert.ToHexString(chunks[3].Crc)); // the checksum that every PNG ends with
    }

    [Fact]
    public void The_loudest_point_is_brightest()
    {
        using var scope = torch.NewDisposeScope();
        var features = torch.zeros(80, 100);
        features[0, 99] = 1.5f;
        var rows = Inflate(Chunks(SpectrogramPng.Encode(Spectrogram.FromLogMel(features))!)[2].Data);
        Assert.Equal(47, rows[79 * 101 + 1 + 99]);
        Assert.Equal(47, rows.Sum(pixel => pixel));
    }

    [Fact]
    public void A_picture_of_noise_stays_small()
    {
        var random = new Random(1);
        var noise = new float[30 * 16000];
        foreach (ref var sample in noise.AsSpan()) sample = random.NextSingle() - 0.5f;
        Assert.InRange(ClipPainter.Paint(AudioClip.Mono(noise, 16000)).SpectrogramPng!.Length, 100, 30_000);
    }

    [Fact]
    public void An_outline_is_written_within_full_scale()
    {
        var peaks = new WaveformPeaks([-2f, 0], [0.5f, 0]);
        Assert.Equal("50,0;-100,0", Waveform.Attribute(peaks));
        Assert.Contains("M0,0L0,-50L1,0L1,1L0,100z", Waveform.Svg(peaks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_is_drawn_with_the_features_that_whisper_is_given()
    {
        var painted = ClipPainter.Paint(AudioClip.Mono(ReportSamples.Tone(2.5), 16000));
        Assert.Equal(2.5, painted.Picture.Seconds);
        Assert.True(painted.Picture.HasSpectrogram);
        Assert.Equal(250, BinaryPrimitives.ReadInt32BigEndian(Chunks(painted.SpectrogramPng!)[0].Data)); // a column a frame
        Assert.Equal(80, BinaryPrimitives.ReadInt32BigEndian(Chunks(painted.SpectrogramPng!)[0].Data.AsSpan(4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    public void Very_short_clips_are_drawn_as_far_as_they_go(int samples)
    {
        var painted = ClipPainter.Paint(AudioClip.Mono(new float[samples], 16000));
        Assert.Equal(samples > 0, painted.Picture.HasSpectrogram);
        Assert.Equal(Math.Min(samples, Waveform.Columns), painted.Picture.Peaks.Lowest.Length);
    }

    [Fact]
    public void A_recording_longer_than_a_window_is_drawn_whole()
    {
        var painted = ClipPainter.Paint(AudioClip.Mono(ReportSamples.Tone(45), 16000));
        Assert.Equal(SpectrogramPng.MaxColumns, BinaryPrimitives.ReadInt32BigEndian(Chunks(painted.SpectrogramPng!)[0].Data));
    }

    private sealed record Chunk(string Type, byte[] Data, byte[] Crc);

    private static List<Chunk> Chunks(byte[] png)
    {
        var chunks = new List<Chunk>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add(new(Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)], png[(at + 8 + length)..(at + 12 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Inflate(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        return raw.ToArray();
    }
}
