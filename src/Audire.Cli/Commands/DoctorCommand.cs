using System.CommandLine;
using Audire.Cli.Doctor;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands;

/// <summary><c>audire doctor</c>: is everything here that Audire needs, and if not, what to do.</summary>
internal static class DoctorCommand
{
    public const string Description = "Check the runtime, libtorch, devices, memory, ffmpeg, models and folders.";

    public static Command Build(CommandIo io)
    {
        var json = CommandOptions.Json("doctor --json");
        var command = new Command("doctor", Description) { json };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(json), io, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CommandIo io, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        await foreach (var check in ChecksAsync(cancellationToken))
        {
            checks.Add(check);
            if (!json) Print(check, io);
        }
        var failed = checks.Where(check => check is { Ok: false, Required: true }).ToList();
        if (json) io.WriteDocument(new DoctorReport(failed.Count == 0, checks), CliJson.Documents.DoctorReport);
        if (failed.Count == 0) return ExitCode.Done;
        io.Error.WriteLine($"error: {failed[0].Detail.TrimEnd('.')}. {failed[0].Fix}".TrimEnd());
        return ExitCode.Failed;
    }

    private static async IAsyncEnumerable<DoctorCheck> ChecksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return MachineChecks.Runtime();
        yield return MachineChecks.Processor();
        yield return MachineChecks.Memory();
        yield return MachineChecks.Torch();
        yield return await MachineChecks.FfmpegAsync(cancellationToken);
        await foreach (var check in ContentChecks.ModelsAsync(cancellationToken)) yield return check;
        yield return MachineChecks.Writable("current folder", Environment.CurrentDirectory, "Audits write ./runs by default: change to another folder, or name one with --out.");
        yield return MachineChecks.Writable("cache folder", ModelFolders.Cache, "Name a folder you may write with AUDIRE_CACHE.");
        yield return new DoctorCheck("network", true, "not needed, and not tried; only 'models pull' and remote systems use it");
    }

    private static void Print(DoctorCheck check, CommandIo io)
    {
        io.Out.WriteLine($"{(check.Ok ? "ok  " : check.Required ? "FAIL" : "note")}  {check.Name}: {check.Detail}");
        if (check.Fix.Length > 0) io.Out.WriteLine($"      {check.Fix}");
    }
}
