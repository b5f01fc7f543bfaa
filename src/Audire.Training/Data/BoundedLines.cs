namespace Audire.Training.Data;

/// <summary>Lines of a file that somebody else wrote: never more than a bound of it in memory.</summary>
internal static class BoundedLines
{
    /// <summary>Bytes of the longest line.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>The lines that are not blank, with their numbers from 1.</summary>
    /// <exception cref="TrainingException">A line is too long.</exception>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        var buffer = new byte[MostBytes + 1];
        var (filled, number, ended) = (0, 0, false);
        while (!ended)
        {
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            ended = read == 0;
            filled += read;
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, (byte)'\n', start, filled - start)) >= 0; start = end + 1)
                if (Trimmed(buffer, start, end, ++number) is { Length: > 0 } line) yield return (number, line);
            if (start == 0 && filled > MostBytes)
                throw new TrainingException($"{path}, line {number + 1} is longer than {MostBytes >> 20} MiB; a manifest has one JSON object a line.");
            filled -= start;
            Buffer.BlockCopy(buffer, start, buffer, 0, filled);
        }
        if (Trimmed(buffer, 0, filled, ++number) is { Length: > 0 } last) yield return (number, last);
    }

    private static ReadOnlyMemory<byte> Trimmed(byte[] buffer, int start, int end, int number)
    {
        if (number == 1 && buffer.AsSpan(start, end - start).StartsWith("\uFEFF"u8)) start += 3;
        while (end > start && buffer[end - 1] is (byte)'\r' or (byte)' ' or (byte)'\t') end--;
        return buffer.AsMemory(start, end - start);
    }
}
