using System.Net;
using System.Net.Http.Headers;

namespace Audire.Models.Hub;

/// <summary>Fetches one file, continuing what an earlier attempt left where it is the same version, and checks it before it gets its name.</summary>
internal sealed class HubDownload(HubRequests requests, HubOptions options, HubFile file, Uri address, string path, Action<long> progress)
{
    private const int BufferBytes = 1 << 17;

    private readonly PartialFile _part = new(path, options);
    private bool _continued;

    /// <summary>Bytes that came over the network.</summary>
    public long Fetched { get; private set; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await IsHereAsync(cancellation)) return;
        for (var again = false; ; again = true)
        {
            await requests.RepeatAsync(() => AttemptAsync(cancellation), $"'{file.Path}'", cancellation);
            if (await IsRightAsync(cancellation)) break;
            _part.Restart(null);
            // A part of an earlier day may be what is wrong; a file fetched in one piece is wrong at its source.
            if (again || !_continued) throw new HubException($"'{file.Path}' arrived from {options.Address} with other content than the hub's checksum says; it was thrown away");
            _continued = false;
        }
        _part.Complete();
    }

    private async Task<bool> IsHereAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path) || (file.Bytes is null && file.Sha256 is null)) return false;
        if (file.Bytes is { } bytes && new FileInfo(path).Length != bytes) return false;
        if (file.Sha256 is { } sha256 && await PartialFile.HashAsync(path, cancellation) != sha256) return false;
        progress(new FileInfo(path).Length);
        return true;
    }

    private async Task<bool> IsRightAsync(CancellationToken cancellation) =>
        (file.Bytes is not { } bytes || _part.Length == bytes) && (file.Sha256 is not { } sha256 || await _part.HashAsync(cancellation) == sha256);

    /// <returns>True when the file is whole; false when the connection broke after new bytes came.</returns>
    private async Task<bool> AttemptAsync(CancellationToken cancellation)
    {
        var have = _part.Length;
        var tag = _part.Tag;
        // Without a tag the checksum alone tells in the end whether the parts belong together.
        if (have > 0 && tag is null && file.Sha256 is null) have = 0;
        if (have > 0 && have == file.Bytes) return true;
        using var response = await requests.SendAsync(address, have > 0 ? new RangeHeaderValue(have, null) : null, have > 0 && tag is not null ? new RangeConditionHeaderValue(tag) : null, cancellation);
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && have > 0)
        {
            // The part is longer than the file is now, or just whole where the size was not known.
            if (response.Content.Headers.ContentRange?.Length == have) return true;
            _part.Restart(null);
            return false;
        }
        requests.Check(response, $"'{file.Path}'");
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have && have > 0) _continued = true;
        else _part.Restart(response.Headers.ETag);
        return await ReadAsync(response, cancellation);
    }

    private async Task<bool> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var buffer = new byte[BufferBytes];
        var before = Fetched;
        var length = _part.Length;
        await using var target = _part.Append();
        try
        {
            await using var source = await requests.WithinAsync(response.Content.ReadAsStreamAsync, cancellation);
            while (true)
            {
                var got = await requests.WithinAsync(limited => source.ReadAsync(buffer, limited).AsTask(), cancellation);
                if (got == 0) return true;
                length += got;
                if (length > file.Bytes) throw new HubException($"'{file.Path}' is longer at {options.Address} than the {file.Bytes} bytes its listing says");
                _part.Write(target, buffer.AsMemory(0, got));
                Fetched += got;
                progress(length);
            }
        }
        catch (Exception e) when (Fetched > before && HubRequests.IsBroken(e))
        {
            return false;
        }
    }
}
