using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Audire.Cli.Terminal;

/// <summary>
/// Where a command writes: results to <see cref="Out"/>, everything else to <see cref="Error"/>. Results never pass through a
/// formatter that wraps lines, so a program can read them.
/// </summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandIo(TextWriter Out, TextWriter Error)
{
    /// <summary>True where a person watches standard error: progress is then one line that is drawn again.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True where standard output is a terminal: tables then fit its width.</summary>
    public bool IsOutInteractive { get; init; }

    /// <summary>True where colour may be used; never with <c>NO_COLOR</c> set.</summary>
    public bool UsesColour { get; init; }

    /// <summary>The process's own standard streams.</summary>
    public static CommandIo FromConsole()
    {
        var interactive = !Console.IsErrorRedirected;
        return new CommandIo(Console.Out, Console.Error)
        {
            IsInteractive = interactive && Environment.GetEnvironmentVariable("TERM") != "dumb",
            IsOutInteractive = !Console.IsOutputRedirected,
            UsesColour = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>Writes one of the lines of a <c>--json</c> that writes lines, and lets it go at once.</summary>
    public void WriteLine<T>(T value, JsonTypeInfo<T> type)
    {
        Out.WriteLine(JsonSerializer.Serialize(value, type));
        Out.Flush();
    }

    /// <summary>Writes the one document of <c>--json</c>.</summary>
    public void WriteDocument<T>(T value, JsonTypeInfo<T> type) => Out.WriteLine(JsonSerializer.Serialize(value, type));
}
