namespace Audire.Audio;

/// <summary>Loads sound files.</summary>
public static class AudioFile
{
    /// <summary>Loads a sound file; see <see cref="AudioDecoder"/> for the formats.</summary>
    /// <param name="path">The file; its extension does not matter.</param>
    /// <param name="cancellationToken">Stops the decoding between two blocks, and ffmpeg at once.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static AudioClip Load(string path, CancellationToken cancellationToken = default) => Load(path, AudioDecoderOptions.Default, cancellationToken);

    /// <inheritdoc cref="Load(string, CancellationToken)"/>
    /// <param name="path">The file; its extension does not matter.</param>
    /// <param name="options">Limits and choices.</param>
    /// <param name="cancellationToken">Stops the decoding between two blocks, and ffmpeg at once.</param>
    public static AudioClip Load(string path, AudioDecoderOptions options, CancellationToken cancellationToken = default)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 4096, FileOptions.SequentialScan);
        return AudioDecoder.Decode(file, Path.GetFullPath(path), options, path, cancellationToken);
    }
}
