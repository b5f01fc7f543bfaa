using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Audire.Training.Probes;

/// <summary>Features of many clips in one file that only grows: records of a key and so many floats. A record cut short by a crash is dropped.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
public sealed class FeatureFile : IDisposable
{
    private const int KeyBytes = 32;
    private readonly Dictionary<string, float[]> _known = new(StringComparer.Ordinal);
    private readonly FileStream _stream;
    private readonly int _width;

    /// <summary>Opens a file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Floats a record.</param>
    /// <exception cref="IOException">Another process has it open, or it cannot be read.</exception>
    public FeatureFile(string path, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        _width = width;
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var record = new byte[KeyBytes + sizeof(float) * width];
        long whole = 0;
        while (_stream.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
        {
            _known[Convert.ToHexStringLower(record.AsSpan(0, KeyBytes))] = MemoryMarshal.Cast<byte, float>(record.AsSpan(KeyBytes)).ToArray();
            whole += record.Length;
        }
        _stream.SetLength(whole);
        _stream.Position = whole;
    }

    /// <summary>The key of a file: a hash of its place, size and time, and of what computed the features.</summary>
    public static string KeyOf(string path, string model)
    {
        var file = new FileInfo(path);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{model}|{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"))));
    }

    /// <summary>The features under a key, computed and kept where they are not there.</summary>
    public float[] Get(string key, Func<float[]> compute)
    {
        if (_known.TryGetValue(key, out var known)) return known;
        var features = compute();
        if (features.Length != _width) throw new ArgumentException($"There are {features.Length} features where the file holds {_width} a clip.", nameof(compute));
        _stream.Write([.. Convert.FromHexString(key), .. MemoryMarshal.AsBytes<float>(features)]);
        return _known[key] = features;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
