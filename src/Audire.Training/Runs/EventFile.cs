using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Audire.Training.Runs;

/// <summary>
/// A file of scalars that TensorBoard reads, one a sitting: records around protocol buffers of the type Event. A sitting that goes on from a step
/// says so, and TensorBoard drops what earlier files hold beyond it. Not thread-safe.
/// </summary>
internal sealed class EventFile
{
    // Fields of Event: wall_time 1, step 2, file_version 3, summary 5, session_log 7; of Summary: value 1; of Value: tag 1, simple_value 2; of SessionLog: status 1.
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Bytes = 2;
    private const int Fixed32 = 5;
    private const long Start = 1;

    private readonly string _path;
    private readonly RunDisk _disk;
    private readonly TimeProvider _time;

    public EventFile(string folder, long step, RunDisk disk, TimeProvider time)
    {
        (_disk, _time) = (disk, time);
        _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{step:D10}.audire"));
        RunDisk.Guard(folder, () => Directory.CreateDirectory(folder));
        disk.Write(_path, stream =>
        {
            stream.Write(TensorRecords.Frame(Event(0, 3, "brain.Event:2"u8)));
            if (step > 0) stream.Write(TensorRecords.Frame(Event(step + 1, 7, Field(1, Varint, Integer(Start)))));
        });
    }

    /// <summary>Adds a line of the log: its numbers by name.</summary>
    public void Add(RunLine line)
    {
        var values = line.Kind == RunLine.Stepped
            ? new (string Tag, double? Value)[] { ("train/loss", line.Loss), ("train/accuracy", line.Accuracy), ("train/rate", line.Rate), ("train/gradient_norm", line.GradientNorm) }
            : [.. (line.Metrics ?? new Dictionary<string, double>()).Select(metric => ("valid/" + metric.Key, (double?)metric.Value))];
        byte[] summary = [.. values.Where(value => value.Value is not null).SelectMany(value => Field(1, Bytes, Scalar(value.Tag, (float)value.Value!)))];
        if (summary.Length > 0) _disk.Append(_path, TensorRecords.Frame(Event(line.Step, 5, summary)));
    }

    private byte[] Event(long step, int field, ReadOnlySpan<byte> content)
    {
        var time = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(time, _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        return [.. Field(1, Fixed64, time), .. Field(2, Varint, Integer(step)), .. Field(field, Bytes, content)];
    }

    private static byte[] Scalar(string tag, float value)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(number, value);
        return [.. Field(1, Bytes, Encoding.UTF8.GetBytes(tag)), .. Field(2, Fixed32, number)];
    }

    private static byte[] Field(int number, int wire, ReadOnlySpan<byte> content) =>
        [.. Integer((number << 3) | wire), .. wire == Bytes ? Integer(content.Length) : [], .. content];

    private static byte[] Integer(long value)
    {
        var bytes = new List<byte>();
        for (var rest = (ulong)value; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                bytes.Add((byte)rest);
                return [.. bytes];
            }
            bytes.Add((byte)(rest | 0x80));
        }
    }
}
