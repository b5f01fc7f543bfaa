using System.Text.Json;
using Xunit;

namespace Audire.Tests.Support;

/// <summary>
/// Where recorded reference values, real weights and recordings lie: <c>AUDIRE_SHARED</c> (default: the folder "shared" beside the
/// repository's root) and <c>AUDIRE_FIXTURES</c> (default: its "fixtures"). What is absent is skipped with a reason, never failed.
/// </summary>
internal static class Fixtures
{
    /// <summary>The folder with models, audio and fixtures.</summary>
    public static string Shared { get; } = Environment.GetEnvironmentVariable("AUDIRE_SHARED") is { Length: > 0 } set
        ? set : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared"));

    /// <summary>The folder with the recorded reference values, one sub-folder an area.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("AUDIRE_FIXTURES") is { Length: > 0 } set
        ? set : Path.Combine(Shared, "fixtures");

    /// <summary>The checkout this test assembly was built from.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Audire.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"Audire.slnx is in no folder above {AppContext.BaseDirectory}.");
    }

    /// <summary>A fixture file or folder; skips the running test where it is absent.</summary>
    public static string Require(params string[] parts) => RequireAt(Path.Combine([Root, .. parts]));

    /// <summary>A file or folder of the shared folder; skips the running test where it is absent.</summary>
    public static string RequireShared(params string[] parts) => RequireAt(Path.Combine([Shared, .. parts]));

    /// <summary>A JSON fixture, parsed; skips the running test where it is absent.</summary>
    public static JsonDocument Json(params string[] parts) => JsonDocument.Parse(File.ReadAllBytes(Require(parts)));

    private static string RequireAt(string path)
    {
        Assert.SkipUnless(Path.Exists(path), $"{path} is absent: reference values are not on this machine.");
        return path;
    }
}
