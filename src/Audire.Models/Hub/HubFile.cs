namespace Audire.Models.Hub;

/// <summary>A file of a repository.</summary>
/// <param name="Path">Its path in the repository: plain names joined by "/".</param>
/// <param name="Bytes">Its size; null where the hub does not say.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex; null where the hub does not say, as for small files.</param>
public sealed record HubFile(string Path, long? Bytes, string? Sha256);

/// <summary>How far a pull is.</summary>
/// <param name="File">The file under way.</param>
/// <param name="Bytes">Bytes of it on disk.</param>
/// <param name="Total">Its size; null where it is not known.</param>
/// <param name="AllBytes">Bytes of all chosen files on disk.</param>
/// <param name="AllTotal">Size of all chosen files; null where one is not known.</param>
public sealed record HubProgress(string File, long Bytes, long? Total, long AllBytes, long? AllTotal);

/// <summary>What a pull brought.</summary>
/// <param name="Folder">Where the files are.</param>
/// <param name="Files">All chosen files.</param>
/// <param name="Fetched">Bytes that came over the network; less than the files have where some were here already.</param>
public sealed record HubPull(string Folder, IReadOnlyList<HubFile> Files, long Fetched);
