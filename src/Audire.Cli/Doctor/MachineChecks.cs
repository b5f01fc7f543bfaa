using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Audire.Models.Runtime;

namespace Audire.Cli.Doctor;

/// <summary>What the machine offers: runtime, processor, memory, libtorch, ffmpeg, writable folders.</summary>
internal static class MachineChecks
{
    private const double Gib = 1024.0 * 1024 * 1024;
    private const double NeededGib = 1.5; // the embedded audit's limit

    public static DoctorCheck Runtime() => new("runtime", true, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.RuntimeIdentifier}");

    public static DoctorCheck Processor()
    {
        var quick = CpuFeatures.Avx2 || RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var bf16 = CpuFeatures.Bf16 ? "computes in bfloat16" : "stores bfloat16, computes in float32";
        return new("processor", quick, $"{Environment.ProcessorCount} logical processors, {CpuFeatures.Summary}, {bf16}",
            quick ? "" : "Models run, but slowly: this processor has no AVX2 and FMA.", Required: false);
    }

    public static DoctorCheck Memory()
    {
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Gib;
        var ok = available >= NeededGib;
        return new("memory", ok, string.Create(CultureInfo.InvariantCulture, $"{available:0.0} GiB for this process"),
            ok ? "" : $"The embedded audit needs {NeededGib.ToString(CultureInfo.InvariantCulture)} GiB: raise the memory limit of the container or use a larger machine.");
    }

    public static DoctorCheck Torch()
    {
        try
        {
            var settings = TorchRuntime.Start();
            var from = settings.Folder is null ? "packaged" : $"from {settings.Folder}";
            return new("libtorch", true, $"{settings.Version} ({from}), device {settings.Device}, {settings.Threads} threads; devices: {string.Join(", ", TorchDevices.Available())}");
        }
        catch (TorchUnavailableException error)
        {
            // The message is "what (why). What to do."
            var end = error.Message.IndexOf("). ", StringComparison.Ordinal);
            return end < 0 ? new("libtorch", false, error.Message) : new("libtorch", false, error.Message[..(end + 1)], error.Message[(end + 3)..]);
        }
    }

    public static async Task<DoctorCheck> FfmpegAsync(CancellationToken cancellationToken)
    {
        const string Without = "WAV, FLAC, AIFF and AU are read without it; for MP3, Ogg, M4A and others install ffmpeg and put it on PATH.";
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", "-version") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            if (process is null) return new("ffmpeg", false, "not found on PATH", Without, Required: false);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(TimeSpan.FromSeconds(10));
            var first = await process.StandardOutput.ReadLineAsync(limit.Token) ?? "";
            await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new("ffmpeg", true, first.Split(" Copyright", 2)[0], Required: false);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new("ffmpeg", false, "not found on PATH", Without, Required: false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new("ffmpeg", false, "does not answer", Without, Required: false);
        }
    }

    public static DoctorCheck Writable(string name, string folder, string fix)
    {
        var existing = folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
        var probe = Path.Combine(existing, $".audire-{Guid.NewGuid():N}");
        try
        {
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
                return new(name, true, $"{folder} can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(name, false, $"{folder} cannot be written ({error.Message})", fix);
        }
    }
}
