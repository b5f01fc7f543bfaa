using System.Text.Json;
using System.Text.RegularExpressions;
using Audire.Models.Checkpoints;

namespace Audire.Models.Hub;

/// <summary>Pulls models from a Hugging Face style hub. Thread-safe, but a folder must be filled by one pull at a time.</summary>
/// <remarks>
/// Files are fetched one after the other, resumed where an earlier pull broke off, checked against size and SHA-256 where the hub tells them, and
/// moved to their names only then. Names that would leave the folder are refused. The token goes to the hub's own host alone.
/// </remarks>
public sealed partial class HubClient : IDisposable
{
    private const int LargestListing = 16 << 20;

    private readonly HubOptions _options;
    private readonly HubRequests _requests;

    /// <summary>Makes a client; nothing is sent yet.</summary>
    public HubClient(HubOptions options) => (_options, _requests) = (options, new HubRequests(options));

    /// <summary>The files of a repository.</summary>
    /// <param name="repository">"owner/name", or "name".</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="cancellation">Stops waits and requests.</param>
    /// <exception cref="HubException">The hub cannot be reached, or has no such repository.</exception>
    public async Task<IReadOnlyList<HubFile>> ListAsync(string repository, string revision = "main", CancellationToken cancellation = default)
    {
        CheckNames(repository, revision);
        var what = $"the repository '{repository}' at '{revision}'";
        var listing = Array.Empty<byte>();
        var address = At($"api/models/{Escape(repository)}/revision/{Uri.EscapeDataString(revision)}?blobs=true");
        await _requests.RepeatAsync(async () =>
        {
            using var response = await _requests.SendAsync(address, null, null, cancellation);
            _requests.Check(response, what);
            listing = await ReadAsync(response, cancellation);
            return true;
        }, what, cancellation);
        return Parse(listing, what);
    }

    /// <summary>Fetches files of a repository into a folder.</summary>
    /// <param name="repository">"owner/name", or "name".</param>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="revision">A branch, tag or commit.</param>
    /// <param name="select">Chooses files of the listing; null for <see cref="HubSelection.Needed"/>.</param>
    /// <param name="progress">Told of every part that arrives; null for none.</param>
    /// <param name="cancellation">Stops at once; what has come is kept and continued by the next pull.</param>
    /// <exception cref="HubException">The hub cannot be reached, lacks a file, sends another than it promised, or a file cannot be written.</exception>
    public async Task<HubPull> PullAsync(string repository, string folder, string revision = "main", Func<IReadOnlyList<HubFile>, IEnumerable<HubFile>>? select = null,
        IProgress<HubProgress>? progress = null, CancellationToken cancellation = default)
    {
        var files = (select ?? HubSelection.Needed)(await ListAsync(repository, revision, cancellation)).ToList();
        if (files.Count == 0) throw new HubException($"the repository '{repository}' holds nothing of what was asked for");
        var total = files.TrueForAll(file => file.Bytes is not null) ? files.Sum(file => file.Bytes) : null;
        long done = 0, fetched = 0;
        foreach (var file in files)
        {
            var bytes = 0L;
            var address = At($"{Escape(repository)}/resolve/{Uri.EscapeDataString(revision)}/{Escape(file.Path)}");
            var download = new HubDownload(_requests, _options, file, address, Path.GetFullPath(Path.Combine(folder, file.Path)), Report);
            await download.RunAsync(cancellation);
            done += bytes;
            fetched += download.Fetched;

            void Report(long onDisk)
            {
                bytes = onDisk;
                progress?.Report(new(file.Path, bytes, file.Bytes, done + bytes, total));
            }
        }
        return new(folder, files, fetched);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _requests.Dispose();

    private static void CheckNames(string repository, string revision)
    {
        if (!RepositoryName().IsMatch(repository) || repository.Contains("..", StringComparison.Ordinal))
            throw new HubException($"{CheckpointException.Quote(repository)} is no name of a repository; it should look like owner/name");
        if (revision.Length is 0 or > 256 || revision.Any(char.IsControl) || revision.Contains("..", StringComparison.Ordinal))
            throw new HubException($"{CheckpointException.Quote(revision)} is no name of a revision");
    }

    private static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private Uri At(string relative) => new(_options.Address.AbsoluteUri.TrimEnd('/') + "/" + relative);

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var listing = new MemoryStream();
        var buffer = new byte[1 << 16];
        await using var source = await _requests.WithinAsync(response.Content.ReadAsStreamAsync, cancellation);
        while (await _requests.WithinAsync(limited => source.ReadAsync(buffer, limited).AsTask(), cancellation) is > 0 and var got)
        {
            listing.Write(buffer, 0, got);
            if (listing.Length > LargestListing) throw new HubException($"{_options.Address} sends a listing of more than {LargestListing} bytes");
        }
        return listing.ToArray();
    }

    private List<HubFile> Parse(byte[] listing, string what)
    {
        var files = new List<HubFile>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var document = JsonDocument.Parse(listing, new() { MaxDepth = 32 });
            foreach (var sibling in document.RootElement.GetProperty("siblings").EnumerateArray())
            {
                var path = sibling.GetProperty("rfilename").GetString()!;
                if (!SafeNames.IsRelativePath(path) || !names.Add(path))
                    throw new HubException($"{what} lists the file {CheckpointException.Quote(path)}, which is no path of its own inside a folder; nothing was fetched");
                var lfs = sibling.TryGetProperty("lfs", out var found) && found.ValueKind == JsonValueKind.Object ? found : (JsonElement?)null;
                files.Add(new(path, Size(sibling) ?? (lfs is { } large ? Size(large) : null), lfs is { } hashed && hashed.TryGetProperty("sha256", out var hash) ? hash.GetString()?.ToLowerInvariant() : null));
            }
            return files;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new HubException($"{_options.Address} answers no listing of {what}; is it a hub?", inner: e);
        }

        static long? Size(JsonElement record) => record.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number ? size.GetInt64() : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?$", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryName();
}
