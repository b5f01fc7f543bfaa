using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Audire.Models.Hub;

/// <summary>
/// A file on its way: <c>NAME.part</c> grows until it is whole, checked and moved to its name; <c>NAME.part.etag</c> says which version of the
/// remote file it belongs to. What fails on disk becomes one sentence.
/// </summary>
internal sealed class PartialFile(string path, HubOptions options)
{
    private readonly string _part = path + ".part";
    private readonly string _tag = path + ".part.etag";

    /// <summary>Bytes here already.</summary>
    public long Length => File.Exists(_part) ? new FileInfo(_part).Length : 0;

    /// <summary>The version of the remote file that the part belongs to; null where it is not known. Weak tags do not tell versions apart.</summary>
    public EntityTagHeaderValue? Tag =>
        File.Exists(_tag) && EntityTagHeaderValue.TryParse(File.ReadAllText(_tag), out var tag) && !tag.IsWeak ? tag : null;

    /// <summary>Throws away what is here and notes the version of what comes.</summary>
    public void Restart(EntityTagHeaderValue? tag) => OnDisk(() =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(_part);
        File.Delete(_tag);
        if (tag is { IsWeak: false }) File.WriteAllText(_tag, tag.ToString());
        return true;
    });

    /// <summary>Opens the part for appending.</summary>
    public Stream Append() => OnDisk(() => options.Append(_part));

    /// <summary>Appends bytes.</summary>
    public void Write(Stream stream, ReadOnlyMemory<byte> bytes) => OnDisk(() =>
    {
        stream.Write(bytes.Span);
        return true;
    });

    /// <summary>The checksum of the part in lower-case hex.</summary>
    public Task<string> HashAsync(CancellationToken cancellation) => HashAsync(_part, cancellation);

    /// <summary>The checksum of a file in lower-case hex.</summary>
    public static async Task<string> HashAsync(string file, CancellationToken cancellation)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    /// <summary>Moves the whole part to its name, on the device first.</summary>
    public void Complete() => OnDisk(() =>
    {
        using (var handle = File.OpenHandle(_part, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(handle);
        File.Move(_part, path, overwrite: true);
        File.Delete(_tag);
        return true;
    });

    private T OnDisk<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new HubException($"{path} cannot be written ({e.Message.TrimEnd('.')}); make room or choose another folder with AUDIRE_CACHE, then run the same again", inner: e);
        }
    }
}
