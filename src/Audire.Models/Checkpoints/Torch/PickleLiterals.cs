using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>Reads the values that stand in a pickle itself: numbers, texts, bytes, lines. Lengths are checked before anything is allocated.</summary>
internal sealed class PickleLiterals(ByteCursor cursor, PickleFaults faults)
{
    private const int LongestInteger = 1024;
    private const int LongestNumberLine = 80;
    private const int LongestNameLine = 512;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The line of a name, such as a module.</summary>
    public string Name() => Line(LongestNameLine);

    /// <summary>The index of a memo slot written as a line.</summary>
    public long MemoLine()
    {
        var line = Line(LongestNumberLine);
        return uint.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
            : throw faults.Fault(CheckpointFault.BadMemo, $"has a pickle with the memo slot {CheckpointException.Quote(line)}");
    }

    /// <summary>INT: a decimal line; 00 and 01 are truth values.</summary>
    public object IntegerLine() => Line(LongestNumberLine) switch
    {
        "00" => false,
        "01" => true,
        var line => Integer(line),
    };

    /// <summary>LONG: a decimal line that ends in L.</summary>
    public object LongLine() => Integer(Line(LongestNumberLine).TrimEnd('L'));

    /// <summary>FLOAT: a decimal line.</summary>
    public double FloatLine()
    {
        var line = Line(LongestNumberLine);
        return double.TryParse(line, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : throw faults.Bad($"has the number {CheckpointException.Quote(line)}");
    }

    /// <summary>BINFLOAT: a big-endian double.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(cursor.Bytes(8));

    /// <summary>A two's complement integer of so many bytes; a long where it fits.</summary>
    public object Long(long length)
    {
        if (length < 0 || length > LongestInteger || length > cursor.Left) throw TooLong("an integer", length);
        return Narrow(new BigInteger(cursor.Bytes(length)));
    }

    public string Text(ulong length)
    {
        try
        {
            return Utf8.GetString(Bytes(length));
        }
        catch (DecoderFallbackException e)
        {
            throw new CheckpointException(faults.Fault(CheckpointFault.InvalidUtf8, "").FilePath, null, CheckpointFault.InvalidUtf8, "has a pickle with text that is not UTF-8", e);
        }
    }

    public byte[] Bytes(ulong length) =>
        length <= (ulong)cursor.Left && length <= TorchArchive.MaxPickle ? cursor.Bytes((long)length) : throw TooLong("a string", length);

    private object Integer(string line) =>
        BigInteger.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? Narrow(value)
        : throw faults.Bad($"has the integer {CheckpointException.Quote(line)}");

    // A long where it fits, so that whoever reads the value meets big integers only when they are big.
    private static object Narrow(BigInteger value)
    {
        object narrow = value;
        if (value >= long.MinValue && value <= long.MaxValue) narrow = (long)value;
        return narrow;
    }

    private string Line(int longest)
    {
        var line = new StringBuilder();
        for (int c = cursor.U8(); c != '\n'; c = cursor.U8())
        {
            if (line.Length == longest) throw faults.Bad($"has a line of more than {longest} characters");
            line.Append((char)c);
        }
        return line.ToString().TrimEnd('\r');
    }

    private CheckpointException TooLong(string what, object length) =>
        faults.Fault(CheckpointFault.StringTooLong, string.Create(CultureInfo.InvariantCulture, $"has a pickle with {what} that claims {length} bytes; {cursor.Left} follow"));
}
