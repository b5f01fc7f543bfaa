using System.Globalization;
using System.Text;

namespace Audire.Models.Checkpoints;

/// <summary>A checkpoint that cannot be read or written as asked. The message is one sentence: file, tensor where one is concerned, reason.</summary>
public sealed class CheckpointException : IOException
{
    private const int LongestQuote = 80;

    /// <summary>Makes the exception; the reason is a clause without the file's name, such as "ends inside the header".</summary>
    public CheckpointException(string path, string? tensor, CheckpointFault kind, string reason, Exception? inner = null)
        : base(Sentence(path, tensor, reason), inner)
    {
        FilePath = path;
        Tensor = tensor;
        Kind = kind;
        Reason = reason;
    }

    /// <summary>The file concerned.</summary>
    public string FilePath { get; }

    /// <summary>The tensor concerned; null where it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>The class of the fault.</summary>
    public CheckpointFault Kind { get; }

    /// <summary>What was found and what to do, without file and tensor.</summary>
    public string Reason { get; }

    /// <summary>Untrusted text made fit for a message: quoted, control characters escaped, cut at 80 characters.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, LongestQuote)))
        {
            if (char.IsControl(c) || char.IsSurrogate(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }
        return quoted.Append(text.Length > LongestQuote ? "…'" : "'").ToString();
    }

    private static string Sentence(string path, string? tensor, string reason) =>
        tensor is null ? $"{path}: {reason}." : $"{path}: tensor {Quote(tensor)} {reason}.";
}
