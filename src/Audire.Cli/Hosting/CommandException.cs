namespace Audire.Cli.Hosting;

/// <summary>A command cannot go on; the message is the one sentence the user reads.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
