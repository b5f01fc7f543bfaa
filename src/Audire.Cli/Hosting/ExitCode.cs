namespace Audire.Cli.Hosting;

/// <summary>How a command ended; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>It failed; the last line on standard error says what, where and what to do.</summary>
    public const int Failed = 1;

    /// <summary>The command line makes no sense; nothing was tried.</summary>
    public const int WrongUsage = 2;

    /// <summary>Stopped by Ctrl-C: 128 and the number of SIGINT, as shells have it.</summary>
    public const int Stopped = 130;
}
