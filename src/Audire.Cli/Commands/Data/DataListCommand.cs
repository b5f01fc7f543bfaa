using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data list</c>: the sets of a manifest.</summary>
internal static class DataListCommand
{
    public static Command Build(CommandIo io)
    {
        var manifest = DataCommand.ManifestArgument();
        var json = CommandOptions.Json("data list --json");
        var command = new Command("list", "List the sets of a manifest with clips, seconds, languages and licences.") { manifest, json };
        command.SetAction(parsed =>
        {
            var list = List(parsed.GetValue(manifest));
            if (parsed.GetValue(json)) io.WriteDocument(list, CliJson.Documents.DataList);
            else Print(list, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static DataList List(string? named)
    {
        var manifest = DataCommand.Read(named);
        return new DataList(manifest.Path, [.. manifest.Rows.GroupBy(row => row["set"], StringComparer.Ordinal).Select(set => new DataSet(
            set.Key, set.Count(), set.Sum(row => row.Seconds ?? 0), Distinct(set.Select(row => row["language"])), Distinct(set.Select(row => row.Licence))))]);
    }

    private static List<string> Distinct(IEnumerable<string> texts) => [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static void Print(DataList list, CommandIo io)
    {
        var table = new TableView("set", ">clips", ">seconds", "languages", "licences");
        foreach (var set in list.Sets)
        {
            table.Add(set.Set, set.Clips.ToString(CultureInfo.InvariantCulture), set.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                string.Join(' ', set.Languages), string.Join(", ", set.Licences));
        }
        table.Write(io);
        io.Error.WriteLine(list.Manifest);
    }
}

/// <summary>What <c>audire data list --json</c> writes.</summary>
/// <param name="Manifest">The manifest.</param>
/// <param name="Sets">Its sets, in order.</param>
internal sealed record DataList(string Manifest, IReadOnlyList<DataSet> Sets);

/// <summary>A set of recordings.</summary>
/// <param name="Set">Its name; empty where the manifest has none.</param>
/// <param name="Clips">Recordings.</param>
/// <param name="Seconds">Their length, as far as the manifest states it.</param>
/// <param name="Languages">Languages spoken.</param>
/// <param name="Licences">Licences.</param>
internal sealed record DataSet(string Set, int Clips, double Seconds, IReadOnlyList<string> Languages, IReadOnlyList<string> Licences);
