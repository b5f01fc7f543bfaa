using System.CommandLine;
using System.Globalization;
using Audire.Cli.Corpora;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data build</c>: a training corpus from recordings that the user brings.</summary>
internal static class DataBuildCommand
{
    private const string Known = "salmonn-mini";

    public static Command Build(CommandIo io)
    {
        var name = new Argument<string>("corpus") { Description = $"The corpus: {Known}" };
        var from = CommandOptions.Value<string>("--from", "The folder that eng/corpus/bring.sh filled: git/NAME, deb/PACKAGE", "required", "corpus/src");
        var target = CommandOptions.Value<string>("--out", "The folder of the corpus; clips that are there are kept", "required", "corpus/salmonn-mini");
        var threads = CommandOptions.Value<int>("--threads", "Clips made at a time", "AUDIRE_THREADS, else one a core", "2").Within(1, 64);
        (from.Required, target.Required) = (true, true);
        threads.DefaultValueFactory = _ => int.TryParse(Environment.GetEnvironmentVariable("AUDIRE_THREADS"), CultureInfo.InvariantCulture, out var set) && set > 0 ? set : Environment.ProcessorCount;
        var json = CommandOptions.Json("data build --json");
        var command = new Command("build", "Build a training corpus from repositories and packages that you brought.") { name, from, target, threads, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            if (parsed.GetValue(name) is var corpus && corpus != Known) throw new UsageException($"'{corpus}' is no corpus that can be built; {Known} is.");
            var source = parsed.GetValue(from)!;
            if (!Directory.Exists(source)) throw new UsageException($"{source} is no folder; fill one with eng/corpus/bring.sh and name it with --from.");
            var built = CorpusBuilder.Build(new CorpusFolder(source), parsed.GetValue(target)!, parsed.GetValue(threads), Progress(io), cancellationToken);
            if (parsed.GetValue(json)) io.WriteDocument(built, CliJson.Documents.CorpusBuilt);
            else Print(built, io);
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static Action<int, int> Progress(CommandIo io)
    {
        var line = new Lock();
        return (done, all) =>
        {
            if (done % 200 != 0 && done != all) return;
            lock (line) io.Error.WriteLine($"{done} of {all} clips");
        };
    }

    private static void Print(CorpusBuilt built, CommandIo io)
    {
        var table = new TableView("task", ">train", ">valid", ">test");
        foreach (var task in built.Tasks) table.Add(task.Task, Text(task.Train), Text(task.Valid), Text(task.Test));
        table.Write(io);
        foreach (var absent in built.Absent) io.Error.WriteLine($"absent: {absent}");
        foreach (var reason in built.LeftOut.Take(20)) io.Error.WriteLine($"left out: {reason}");
        io.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{built.Clips} clips, {built.Hours:0.00} h in {built.Folder}; {built.LeftOut.Count} left out."));
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
