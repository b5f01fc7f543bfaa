using System.Text.Json;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary>What one command line did: its exit code and both streams.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>The last line on standard error, which says what went wrong.</summary>
    public string LastErrorLine => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("");

    /// <summary>Runs a command line in this process.</summary>
    public static Task<CommandRun> InProcessAsync(params string[] args) => UnderAsync(args, TestContext.Current.CancellationToken);

    /// <summary>Runs a command line in this process under a token of the test's.</summary>
    public static async Task<CommandRun> UnderAsync(string[] args, CancellationToken cancellationToken)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandHost.RunAsync(args, output, error, cancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Standard output as the one document of <c>--json</c>.</summary>
    public JsonElement Document() => JsonDocument.Parse(Output).RootElement;

    /// <summary>Standard output as JSON lines.</summary>
    public IReadOnlyList<JsonElement> Lines() =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
