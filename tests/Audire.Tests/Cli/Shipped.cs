using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary>Models and a recording in the box; a checkout without them skips the test.</summary>
internal static class Shipped
{
    public static string Recogniser() => Require("models", "whisper-base");

    public static string LanguageModel() => Require("models", "smollm2-135m");

    public static string HearingModel() => Require("models", "salmonn-mini");

    public static string Sounds() => Require("data", "recordings", "esc-10");

    public static string Speech() => Require("data", "recordings", "speech-misc", "jfk.flac");

    private static string Require(params string[] parts)
    {
        var path = Path.Combine([Fixtures.RepositoryRoot(), .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"{path} is not in this checkout.");
        return path;
    }
}
