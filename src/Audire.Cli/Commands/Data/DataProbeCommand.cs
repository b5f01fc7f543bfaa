using System.CommandLine;
using System.Globalization;
using Audire.Audio;
using Audire.Cli.Corpora;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Training.Probes;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data probe</c>: what a linear rule over a frozen encoder makes of a corpus.</summary>
internal static class DataProbeCommand
{
    public static Command Build(CommandIo io)
    {
        var manifest = new Argument<string>("manifest") { Description = "A manifest.jsonl, or the folder that holds it. Example: corpus/salmonn-mini" };
        var model = CommandOptions.Value<string>("--model", "The Whisper model whose encoder listens", "whisper-base", "whisper-base");
        model.DefaultValueFactory = _ => "whisper-base";
        var tasks = CommandOptions.Values("--task", "Tasks to probe", "all with a closed set", "digit");
        var json = CommandOptions.Json("data probe --json");
        var command = new Command("probe", "Fit logistic regression on a frozen encoder's features: the yardstick of a trained model.") { manifest, model, tasks, json };
        var engine = new EngineOptions(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var read = CorpusManifest.Read(parsed.GetValue(manifest)!);
            engine.Start(parsed);
            var name = parsed.GetValue(model)!;
            using var encoder = WhisperEncoder.Load(ModelFolders.Resolve(name), new WeightOptions { Type = WeightType.F32 });
            var wanted = parsed.GetValue(tasks) is { Length: > 0 } named ? named : null;
            var probed = new DataProbe(read.Path, name, [.. Probe(read, encoder, name, wanted, io, cancellationToken)]);
            if (parsed.GetValue(json)) io.WriteDocument(probed, CliJson.Documents.DataProbe);
            else Print(probed, io);
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static IEnumerable<ProbeResult> Probe(CorpusManifest manifest, WhisperEncoder encoder, string name, string[]? wanted, CommandIo io, CancellationToken cancellationToken)
    {
        var features = new ClipFeatures(encoder);
        using var file = new FeatureFile(Path.Combine(manifest.Folder, $"probe-{Path.GetFileName(name)}.features"), features.Width);
        var closed = manifest.Lines.Where(line => line.Label.Length > 0 && (wanted is null || wanted.Contains(line.Task, StringComparer.Ordinal))).GroupBy(line => line.Task, StringComparer.Ordinal)
            .Where(task => task.Select(line => line.Split).Distinct(StringComparer.Ordinal).Count() == 3).ToList();
        int done = 0, all = closed.Sum(task => task.Count());
        foreach (var task in closed)
        {
            var clips = new List<ProbeClip>();
            foreach (var line in task)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var path = manifest.PathOf(line);
                clips.Add(new ProbeClip(file.Get(FeatureFile.KeyOf(path, name), () => features.Of(AudioFile.Load(path, cancellationToken))), line.Label, line.Split));
                if (++done % 500 == 0) io.Error.WriteLine($"{done} of {all} clips heard");
            }
            var result = LinearProbe.Run(task.Key, clips);
            io.Error.WriteLine(FormattableString.Invariant($"{task.Key}: {result.Accuracy.Value:0.000} of {result.Accuracy.Count}"));
            yield return result;
        }
    }

    private static void Print(DataProbe probed, CommandIo io)
    {
        var table = new TableView("task", ">classes", ">train", ">valid", ">test", ">accuracy", "95 %", ">majority", ">penalty");
        foreach (var task in probed.Tasks)
        {
            table.Add(
                task.Task, Text(task.Classes), Text(task.Train), Text(task.Valid), Text((int)task.Accuracy.Count), Share(task.Accuracy.Value),
                $"{Share(task.Accuracy.Low)}-{Share(task.Accuracy.High)}", Share(task.Majority), task.Penalty.ToString("0.###", CultureInfo.InvariantCulture));
        }
        table.Write(io);
        foreach (var task in probed.Tasks)
            io.Error.WriteLine($"{task.Task}: {string.Join("; ", task.Confusions.Select(error => $"{error.Expected} taken for {error.Answered} {error.Count}×"))}");
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Share(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
}

/// <summary>What <c>audire data probe --json</c> writes.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Model">The model whose encoder listened.</param>
/// <param name="Tasks">A result a task.</param>
internal sealed record DataProbe(string Manifest, string Model, IReadOnlyList<ProbeResult> Tasks);
