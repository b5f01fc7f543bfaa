using System.Text;

namespace Audire.Evaluation.Suites;

/// <summary>Reads text files of other people: strict UTF-8, with a bound on the file and on every line.</summary>
internal static class BoundedText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole file.</summary>
    /// <exception cref="SuiteException">It is absent, unreadable, larger than <paramref name="maxBytes"/>, or not UTF-8.</exception>
    public static (string Text, byte[] Bytes) Read(string path, int maxBytes)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > maxBytes) throw new SuiteException($"{path} has {stream.Length} bytes; at most {maxBytes} are read.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return (Strict.GetString(bytes).TrimStart('\uFEFF'), bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new SuiteException($"{path} is not UTF-8 text: byte {e.Index} does not belong; save it as UTF-8.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SuiteException(File.Exists(path) ? $"{path} cannot be read: {e.Message.TrimEnd('.')}." : $"There is no file {path}.", e);
        }
    }

    /// <summary>The lines with their numbers from 1; both line endings are taken, empty lines left out.</summary>
    /// <exception cref="SuiteException">A line has more than <paramref name="maxLength"/> characters.</exception>
    public static IEnumerable<(int Number, string Line)> Lines(string path, string text, int maxLength)
    {
        int number = 0;
        foreach (var whole in text.Split('\n'))
        {
            number++;
            var line = whole.TrimEnd('\r');
            if (line.Length > maxLength) throw new SuiteException($"{path}, line {number}: {line.Length} characters; at most {maxLength} are read.");
            if (line.Length > 0) yield return (number, line);
        }
    }
}
