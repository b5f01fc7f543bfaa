using System.Globalization;

namespace Audire.Audio;

/// <summary>A sound file that cannot be decoded. The message is one sentence that names the file, the place and the fault.</summary>
public sealed class AudioFormatException : Exception
{
    /// <param name="kind">What is wrong.</param>
    /// <param name="file">The file's path, or what stands for it.</param>
    /// <param name="offset">Byte at which the fault was found; null where that is not known.</param>
    /// <param name="problem">The fault, as a clause that begins with a small letter and has no full stop.</param>
    /// <param name="innerException">What caused it.</param>
    public AudioFormatException(AudioFormatProblem kind, string file, long? offset, string problem, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"{file}: {problem}{(offset is { } at ? $" (at byte {at})" : "")}."), innerException)
    {
        (Kind, File, Offset, Problem) = (kind, file, offset, problem);
    }

    /// <summary>What is wrong.</summary>
    public AudioFormatProblem Kind { get; }

    /// <summary>The file's path, or what stands for it where bytes were given.</summary>
    public string File { get; }

    /// <summary>Byte at which the fault was found; null where that is not known.</summary>
    public long? Offset { get; }

    /// <summary>The fault alone, without file and place.</summary>
    public string Problem { get; }
}
