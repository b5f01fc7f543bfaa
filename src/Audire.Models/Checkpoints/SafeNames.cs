namespace Audire.Models.Checkpoints;

/// <summary>Judges names that come out of untrusted files and answers before they meet the file system.</summary>
internal static class SafeNames
{
    /// <summary>Whether a name is one plain file name on every system: no separators, drives, streams, control characters, "." or "..".</summary>
    public static bool IsFileName(string name) =>
        name.Length is > 0 and <= 255 && name is not ("." or "..") && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));

    /// <summary>Whether a name is a relative path of plain names joined by "/".</summary>
    public static bool IsRelativePath(string name) => name.Length <= 1024 && name.Split('/').All(IsFileName);
}
