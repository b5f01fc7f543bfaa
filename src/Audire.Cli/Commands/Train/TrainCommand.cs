using System.CommandLine;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Train;

/// <summary><c>audire train</c>: models are taught.</summary>
internal static class TrainCommand
{
    public const string Description = "Train models; a run that was stopped goes on where it was.";

    public static Command Build(CommandIo io)
    {
        var command = new Command("train", Description) { TrainBeatsCommand.Build(io), SweepScaleCommand.Build(io) };
        StageTrainer.AddTo(command, io);
        return command;
    }
}
