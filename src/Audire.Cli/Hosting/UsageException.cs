namespace Audire.Cli.Hosting;

/// <summary>Options that parse, each by itself, but make no sense together or name something that does not exist; exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
