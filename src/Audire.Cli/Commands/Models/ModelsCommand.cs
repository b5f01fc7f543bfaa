using System.CommandLine;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models</c>: models and weight files.</summary>
internal static class ModelsCommand
{
    public const string Description = "List, inspect, plan, fetch and convert models and weight files.";

    public static Command Build(CommandIo io) => new("models", Description)
    {
        ModelsListCommand.Build(io),
        ModelsInfoCommand.Build(io),
        ModelsPlanCommand.Build(io),
        ModelsPullCommand.Build(io),
        ModelsConvertCommand.Build(io),
    };
}
