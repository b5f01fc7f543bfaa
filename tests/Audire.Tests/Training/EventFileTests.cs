using System.Buffers.Binary;
using System.Text;
using Audire.Tests.Evaluation;
using Audire.Training.Runs;
using Xunit;

namespace Audire.Tests.Training;

/// <summary>Event files, read back by an own reader of records and protocol buffers.</summary>
public sealed class EventFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scalars_come_back_with_their_steps_and_a_torn_end_is_no_record()
    {
        var file = new EventFile(_folder.Combine("events"), 0, RunDisk.Plain, TimeProvider.System);
        file.Add(new RunLine { Kind = RunLine.Stepped, Step = 300, Loss = 1.5, Rate = 0.25 });
        file.Add(new RunLine { Kind = RunLine.Evaluation, Step = 300, Metrics = new Dictionary<string, double> { ["wer"] = 0.125 } });
        var path = Directory.EnumerateFiles(_folder.Combine("events")).Single();
        Assert.Contains("tfevents", path, StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(path);
        var events = TensorRecords.Read(bytes).Select(record => Fields(record.Span)).ToArray();
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(events[0][3][0]));
        Assert.Equal([("train/loss", 1.5f), ("train/rate", 0.25f)], Scalars(events[1]));
        Assert.Equal([("valid/wer", 0.125f)], Scalars(events[2]));
        Assert.Equal([0xAC, 0x02], events[1][2][0]); // 300
        Assert.Equal(2, TensorRecords.Read(bytes.AsMemory(0, bytes.Length - 1)).Count());
        bytes[^20] ^= 1;
        Assert.Equal(2, TensorRecords.Read(bytes).Count());
    }

    [Fact]
    public void A_checksum_is_the_known_one() =>
        // The record of an empty event: length 0, and the masked CRC-32C of eight zeros and of nothing.
        Assert.Equal("00000000000000002903" + "98" + "07" + "d8ea82a2", Convert.ToHexStringLower(TensorRecords.Frame([])));

    private static (string, float)[] Scalars(Dictionary<int, List<byte[]>> entry) => [.. Fields(entry[5][0])[1].Select(value => Fields(value))
        .Select(value => (Encoding.UTF8.GetString(value[1][0]), BinaryPrimitives.ReadSingleLittleEndian(value[2][0])))];

    private static Dictionary<int, List<byte[]>> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, List<byte[]>>();
        while (message.Length > 0)
        {
            var key = Varint(ref message, out _);
            byte[] content;
            switch (key & 7)
            {
                case 0:
                    Varint(ref message, out content);
                    break;
                case 2:
                    var length = (int)Varint(ref message, out _);
                    content = message[..length].ToArray();
                    message = message[length..];
                    break;
                default:
                    var size = (key & 7) == 1 ? 8 : 4;
                    content = message[..size].ToArray();
                    message = message[size..];
                    break;
            }
            if (!fields.TryGetValue((int)(key >> 3), out var list)) fields[(int)(key >> 3)] = list = [];
            list.Add(content);
        }
        return fields;
    }

    private static long Varint(ref ReadOnlySpan<byte> bytes, out byte[] raw)
    {
        var (value, at) = (0L, 0);
        do value |= (long)(bytes[at] & 0x7F) << (7 * at);
        while ((bytes[at++] & 0x80) != 0);
        raw = bytes[..at].ToArray();
        bytes = bytes[at..];
        return value;
    }
}
