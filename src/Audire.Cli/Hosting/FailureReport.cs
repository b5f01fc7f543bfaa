using System.Text.Json;

namespace Audire.Cli.Hosting;

/// <summary>Says in one line what went wrong, where, and what to do; a stack trace only where <c>AUDIRE_DEBUG=1</c> asks for it.</summary>
internal static class FailureReport
{
    /// <summary>Writes the failure; the sentence is the last line.</summary>
    public static void Write(Exception error, TextWriter writer)
    {
        if (Environment.GetEnvironmentVariable("AUDIRE_DEBUG") == "1") writer.WriteLine(error);
        writer.WriteLine($"error: {Sentence(error)}");
    }

    /// <summary>The failure in one line.</summary>
    public static string Sentence(Exception error) => OneLine(error switch
    {
        AggregateException { InnerExceptions: [var only] } => Sentence(only),
        TypeInitializationException { InnerException: { } cause } => Sentence(cause),
        FileNotFoundException { FileName: { Length: > 0 } name } missing => Mentions(missing, name) ? missing.Message : $"{missing.Message} ({name})",
        UnauthorizedAccessException => $"{error.Message} Check the permissions, or name another folder with --out.",
        HttpRequestException { StatusCode: { } status } => $"The server answered {(int)status} {status} ({error.Message}). Check the address and the key.",
        HttpRequestException => $"The server could not be reached ({error.Message}). Check the address and the network.",
        JsonException => $"A JSON file or answer cannot be read: {error.Message}",
        OutOfMemoryException => "The machine has not enough free memory. Close other programs, or use a smaller model or weight type (--dtype).",
        OperationCanceledException => $"The work ran out of time: {error.Message}",
        IOException or InvalidDataException or NotSupportedException => error.Message,
        _ when error.GetType().Assembly.GetName().Name?.StartsWith("audire", StringComparison.OrdinalIgnoreCase) == true => error.Message,
        _ => $"An unexpected {error.GetType().Name}: {error.Message} Run again with AUDIRE_DEBUG=1 for the details, and report them.",
    });

    private static bool Mentions(Exception error, string name) => error.Message.Contains(name, StringComparison.Ordinal);

    // Native libraries put their own stack traces behind the first line of a message.
    private static string OneLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .TakeWhile(line => !line.StartsWith("Exception raised from", StringComparison.Ordinal) && !line.StartsWith("frame #", StringComparison.Ordinal));
        return string.Join(' ', lines);
    }
}
