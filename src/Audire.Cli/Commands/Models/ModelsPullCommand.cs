using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Hub;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models pull</c>: a model from a hub into the cache.</summary>
internal static class ModelsPullCommand
{
    private const double Mebi = 1024 * 1024;

    public static Command Build(CommandIo io)
    {
        var name = new Argument<string>("name") { Description = "A known model's name, or a repository of the hub. Example: whisper-base, or openai/whisper-small" };
        var hub = CommandOptions.Value<string?>("--hub", "The hub's base address", "AUDIRE_HUB, else https://huggingface.co", "http://127.0.0.1:8080");
        var revision = CommandOptions.Value<string?>("--revision", "A branch, tag or commit", "main", "refs/pr/1");
        var file = CommandOptions.Values("--file", "Files to take", "weights of one format and the small files beside them", "model.Q4_K_M.gguf");
        var to = CommandOptions.Value<string?>("--to", "The folder to put it in", "models/NAME in AUDIRE_CACHE", "models/whisper-small");
        var json = CommandOptions.Json("models pull whisper-base --json");
        var command = new Command("pull", "Fetch a model from a hub; broken off, it goes on where it was.") { name, hub, revision, file, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = parsed.GetRequiredValue(name);
            var known = KnownModel.Find(asked);
            if (known is { Repository: null }) throw new CommandException($"'{known.Name}' lies on no hub: to get it {known.Source}.");
            var folder = Path.GetFullPath(parsed.GetValue(to) ?? Path.Combine(ModelFolders.Cache, "models", known?.Folders[0] ?? asked.Split('/')[^1]));
            var files = parsed.GetValue(file) is { Length: > 0 } named ? named : known?.File is { } single ? [single] : null;

            using var client = new HubClient(HubOptions.FromEnvironment(parsed.GetValue(hub)));
            HubPull pull;
            using (var progress = new ProgressLine(io, "pulling", "MiB"))
                pull = await client.PullAsync(known?.Repository ?? asked, folder, parsed.GetValue(revision) ?? "main", Selection(files), new ProgressTo(progress), cancellationToken);
            await Sha256Sums.WriteAsync(folder, pull.Files.Select(pulled => pulled.Path), cancellationToken);

            if (parsed.GetValue(json)) io.WriteDocument(new ModelPulled(asked, folder, pull.Fetched, [.. pull.Files.Select(pulled => pulled.Path)]), CliJson.Documents.ModelPulled);
            else io.Out.WriteLine(folder);
            return ExitCode.Done;
        });
        return command;
    }

    private static Func<IReadOnlyList<HubFile>, IEnumerable<HubFile>>? Selection(string[]? files) => files is null ? null : listing =>
        files.Select(file => listing.FirstOrDefault(entry => entry.Path == file)
            ?? throw new CommandException($"The repository has no file '{file}'; it has {string.Join(", ", listing.Take(20).Select(entry => entry.Path))}."));

    private sealed class ProgressTo(ProgressLine line) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => line.Report(value.AllBytes / Mebi, (value.AllTotal ?? 0) / Mebi, value.File);
    }
}

/// <summary>What <c>audire models pull --json</c> writes.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Fetched">Bytes that came over the network.</param>
/// <param name="Files">Its files.</param>
internal sealed record ModelPulled(string Name, string Folder, long Fetched, IReadOnlyList<string> Files);
