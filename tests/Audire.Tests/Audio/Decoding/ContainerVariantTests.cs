using System.Buffers.Binary;
using System.Text;
using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

/// <summary>Legal forms of the simple containers that the recorded files leave out, built here byte by byte.</summary>
public class ContainerVariantTests
{
    // 80-bit extended 16,000: exponent 16383 + 13, mantissa 16,000 · 2^50.
    private static readonly byte[] Extended16k = [0x40, 0x0c, 0xfa, 0, 0, 0, 0, 0, 0, 0];

    private static readonly byte[] TwoFloatsBigEndian = [0x3f, 0, 0, 0, 0xbf, 0x80, 0, 0]; // 0.5, -1

    [Fact]
    public void Aiff_samples_may_come_before_their_description()
    {
        var sound = Chunk("SSND", [.. new byte[8], 0x40, 0, 0xc0, 0]);
        Assert.Equal([0.5f, -0.5f], Decode(Form("AIFF", sound, Common(2, 16))));
    }

    [Fact]
    public void Aiff_samples_of_odd_sizes_are_scaled_by_their_container() =>
        Assert.Equal([0.5f, -0.5f], Decode(Form("AIFF", Common(2, 12), Chunk("SSND", [.. new byte[8], 0x40, 0, 0xc0, 0]))));

    [Theory]
    [InlineData("fl32", 32)]
    [InlineData("FL32", 32)]
    public void Aiff_c_holds_floats(string codec, int bits) =>
        Assert.Equal([0.5f, -1f], Decode(Form("AIFC", Common(2, bits, codec), Chunk("SSND", [.. new byte[8], .. TwoFloatsBigEndian]))));

    [Fact]
    public void Aiff_c_with_an_unknown_codec_says_which()
    {
        var error = Assert.Throws<AudioFormatException>(() => Decode(Form("AIFC", Common(2, 16, "ima4"), Chunk("SSND", new byte[50]))));
        Assert.Equal(AudioFormatProblem.UnsupportedCodec, error.Kind);
        Assert.Contains("'ima4'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aiff_samples_end_where_the_description_says() =>
        Assert.Equal([0.5f], Decode(Form("AIFF", Common(1, 16), Chunk("SSND", [.. new byte[8], 0x40, 0, 0x7f, 0xff]))));

    [Theory]
    [InlineData(2, new byte[] { 0x40, 0xc0 })]
    [InlineData(3, new byte[] { 0x40, 0, 0xc0, 0 })]
    [InlineData(4, new byte[] { 0x40, 0, 0, 0xc0, 0, 0 })]
    [InlineData(5, new byte[] { 0x40, 0, 0, 0, 0xc0, 0, 0, 0 })]
    [InlineData(6, new byte[] { 0x3f, 0, 0, 0, 0xbf, 0, 0, 0 })]
    [InlineData(7, new byte[] { 0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0 })]
    public void Au_knows_its_uncompressed_encodings(int encoding, byte[] samples) => Assert.Equal([0.5f, -0.5f], Decode(Au(encoding, uint.MaxValue, samples)));

    [Fact]
    public void Au_of_the_other_byte_order_is_read_too()
    {
        var file = Au(3, 4, [0x40, 0, 0xc0, 0]);
        file.AsSpan(0, 4).Reverse();
        for (var at = 4; at < 24; at += 4) file.AsSpan(at, 4).Reverse();
        file.AsSpan(24, 2).Reverse();
        file.AsSpan(26, 2).Reverse();
        Assert.Equal([0.5f, -0.5f], Decode(file));
    }

    [Theory]
    [InlineData(1u, new byte[] { 0x3f, 0, 0, 0, 0xbf, 0x80, 0, 0 })]  // float
    [InlineData(3u, new byte[] { 0, 0, 0, 0x3f, 0, 0, 0x80, 0xbf })]  // float, little-endian
    public void Caf_holds_floats_of_either_byte_order(uint flags, byte[] samples) => Assert.Equal([0.5f, -1f], Decode(Caf("lpcm", flags, 4, 32, samples)));

    [Fact]
    public void Caf_of_an_absurd_packet_size_is_refused() =>
        Assert.Equal(AudioFormatProblem.InvalidParameter, Assert.Throws<AudioFormatException>(() => Decode(Caf("lpcm", 0, 0x2000_0002, 16, [0, 0]))).Kind);

    [Fact]
    public void More_samples_than_allowed_are_refused_before_they_are_read()
    {
        var options = new AudioDecoderOptions { MaxSamples = 1 };
        var error = Assert.Throws<AudioFormatException>(() => AudioDecoder.Decode(Au(3, 4, [0, 0, 0, 0]), options, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(AudioFormatProblem.TooLong, error.Kind);
    }

    private static float[] Decode(byte[] file) =>
        AudioDecoder.Decode(file, new() { UseFfmpeg = false }, cancellationToken: TestContext.Current.CancellationToken).Channel(0).ToArray();

    private static byte[] Form(string type, params byte[][] chunks) => Chunk("FORM", [.. Encoding.ASCII.GetBytes(type), .. chunks.SelectMany(chunk => chunk)]);

    private static byte[] Chunk(string id, byte[] body) => [.. Encoding.ASCII.GetBytes(id), .. UInt32(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Common(int frames, int bits, string? codec = null) =>
        Chunk("COMM", [0, 1, .. UInt32(frames), 0, (byte)bits, .. Extended16k, .. codec is null ? [] : Encoding.ASCII.GetBytes(codec + "\0\0")]);

    private static byte[] Au(int encoding, uint size, byte[] samples) =>
        [.. ".snd"u8, .. UInt32(24), .. UInt32((int)size), .. UInt32(encoding), .. UInt32(16_000), .. UInt32(1), .. samples];

    private static byte[] Caf(string codec, uint flags, uint packetBytes, int bits, byte[] samples)
    {
        var rate = new byte[8];
        BinaryPrimitives.WriteDoubleBigEndian(rate, 16_000);
        return
        [
            .. "caff"u8, 0, 1, 0, 0,
            .. "desc"u8, .. UInt32(0), .. UInt32(32), .. rate, .. Encoding.ASCII.GetBytes(codec), .. UInt32((int)flags), .. UInt32((int)packetBytes), .. UInt32(1), .. UInt32(1), .. UInt32(bits),
            .. "data"u8, .. UInt32(-1), .. UInt32(-1), .. UInt32(0), .. samples,
        ];
    }

    private static byte[] UInt32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
