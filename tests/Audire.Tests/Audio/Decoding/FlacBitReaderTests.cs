using Audire.Audio.Decoding;
using Audire.Audio.Decoding.Flac;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

public sealed class FlacBitReaderTests
{
    private const int BufferBytes = 64 * 1024;

    [Fact]
    public void Bytes_follow_each_other_wherever_a_frame_starts_near_the_end_of_the_buffer()
    {
        byte[] bytes = [.. Enumerable.Range(0, BufferBytes + 200).Select(i => (byte)(i * 31 % 251))];
        for (var before = 0; before <= 24; before++)
        {
            var reader = new FlacBitReader(new ByteSource(new MemoryStream(bytes), "bytes"));
            var start = BufferBytes - before;
            for (var i = 0; i < start; i++) reader.Bits(8);

            reader.BeginFrame();
            for (var i = start; i < start + 12; i++) Assert.Equal(bytes[i], reader.Bits(8));
            Assert.Equal(FlacChecksums.Crc8(bytes.AsSpan(start, 12)), reader.HeaderChecksum());
            for (var i = start + 12; i < bytes.Length; i++) Assert.Equal(bytes[i], reader.Bits(8));
            Assert.True(reader.AtEnd, $"{before} bytes before the end of the buffer");
            Assert.Equal(FlacChecksums.Crc16(0, bytes.AsSpan(start)), reader.FrameChecksum());
        }
    }
}
