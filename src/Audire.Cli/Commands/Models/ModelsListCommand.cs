using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models list</c>: which models are known, and which of them are on this machine.</summary>
internal static class ModelsListCommand
{
    public static Command Build(CommandIo io)
    {
        var json = CommandOptions.Json("models list --json");
        var command = new Command("list", "List the models that are known and where they lie.") { json };
        command.SetAction(parsed =>
        {
            var models = FoundModel.All().ToList();
            if (parsed.GetValue(json)) io.WriteDocument(new ModelList(models), CliJson.Documents.ModelList);
            else Print(models, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(List<FoundModel> models, CommandIo io)
    {
        var table = new TableView("name", ">size", "licence", "where", "what");
        foreach (var model in models)
            table.Add(model.Name, model.Path is null ? "-" : Sizes.Bytes(model.Bytes), model.Licence ?? "", model.Path ?? $"not here: audire models pull {model.Name}", model.Description);
        table.Write(io);
    }
}

/// <summary>What <c>audire models list --json</c> writes.</summary>
/// <param name="Models">Known models and folders found.</param>
internal sealed record ModelList(IReadOnlyList<FoundModel> Models);
