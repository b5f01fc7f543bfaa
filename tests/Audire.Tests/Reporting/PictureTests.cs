using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Audire.Audio;
using Audire.Reporting.Pictures;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>Waveforms and spectrograms.</summary>
public sealed class PictureTests
{
    [Fact]
    public void A_png_holds_the_pixels_it_was_given()
    {
        var pixels = new byte[,] { { 0, 1, 2 }, { 2, 1, 0 } };
        var chunks = Chunks(IndexedPng.Encode(pixels, Viridis.Palette(3)));

        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, 3, 0, 0, 0], chunks[0].Data);
        Assert.Equal(9, chunks[1].Data.Length);
        Assert.Equal([0, 0, 1, 2, 0, 2, 1, 0], Inflate(chunks[2].Data)); // each row behind its filter byte
        Assert.Equal("AE426082", Convert.ToHexString(chunks[3].Crc)); // the checksum that every PNG ends with
    }

    [Fact]
    public void Low_bands_lie_at_the_bottom_and_the_loudest_point_is_brightest()
    {
        var features = new float[80, 100];
        features[0, 99] = 1.5f;
        var rows = Inflate(Chunks(Spectrogram.Png(features, 100)!)[2].Data);
        var brightest = Array.IndexOf(rows, rows.Max());
        Assert.Equal(79, brightest / 101);
        Assert.Equal(99, brightest % 101 - 1);
    }

    [Fact]
    public void A_picture_of_noise_stays_small()
    {
        var random = new Random(1);
        var features = new float[80, 3000];
        foreach (ref var value in System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref features[0, 0], features.Length)) value = random.NextSingle() * 0.5f;
        Assert.InRange(Spectrogram.Png(features, 3000)!.Length, 100, 30_000);
    }

    [Fact]
    public void No_frame_no_picture() => Assert.Null(Spectrogram.Png(new float[80, 3000], 0));

    [Fact]
    public void Peaks_are_the_extremes_of_each_column()
    {
        var samples = new float[Waveform.Columns * 10];
        samples[5] = 0.5f;
        samples[9] = -2f;
        samples[^1] = float.NaN;
        var peaks = Waveform.Peaks(samples);
        Assert.Equal(2 * Waveform.Columns, peaks.Length);
        Assert.Equal([-1f, 0.5f, 0, 0], peaks[..4]);
        Assert.Equal([0f, 0f], peaks[^2..]);
        Assert.StartsWith("50,0,", Waveform.Attribute(peaks), StringComparison.Ordinal);
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
        Assert.Equal(2 * Math.Min(samples, Waveform.Columns), painted.Picture.Peaks.Count);
    }

    [Fact]
    public void A_recording_longer_than_a_window_is_drawn_whole()
    {
        var painted = ClipPainter.Paint(AudioClip.Mono(ReportSamples.Tone(45), 16000));
        Assert.Equal(Spectrogram.MaxColumns, BinaryPrimitives.ReadInt32BigEndian(Chunks(painted.SpectrogramPng!)[0].Data));
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
