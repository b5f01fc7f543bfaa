using System.Runtime.InteropServices;
using TorchSharp;

namespace Audire.Models.Runtime;

/// <summary>The one place where libtorch is loaded and its threads are set.</summary>
/// <remarks>
/// Everything that computes calls <see cref="Start"/> first; commands that do not compute never do, and start quickly.
/// Thread-safe; the first call decides, later calls return what it set.
/// </remarks>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static TorchSettings? _settings;

    /// <summary>Loads libtorch and sets its threads, once in a process.</summary>
    /// <param name="threads">Threads inside an operation; default <c>AUDIRE_THREADS</c>, else one a physical core.</param>
    /// <param name="device">A device name (<c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>mps</c>); default <c>AUDIRE_DEVICE</c>, else the CPU.</param>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded, or has no such device.</exception>
    public static TorchSettings Start(int? threads = null, string? device = null)
    {
        lock (Gate)
        {
            return _settings ??= Load(
                threads ?? PositiveNumber("AUDIRE_THREADS") ?? PhysicalCores.Count,
                device ?? Text("AUDIRE_DEVICE") ?? "cpu",
                Text("AUDIRE_LIBTORCH"));
        }
    }

    private static TorchSettings Load(int threads, string device, string? folder)
    {
        string? reason = null;
        var console = Console.Out;
        try
        {
            if (folder is not null) Preload(folder);
            reason = NativeProbe.Failure();
            if (reason is not null) Console.SetOut(TextWriter.Null); // TorchSharp looks further, and traces its search there
            torch.set_num_threads(threads);
            var chosen = torch.device(device);
            if (chosen.type != DeviceType.CPU) torch.InitializeDeviceType(chosen.type);
            return new TorchSettings(threads, chosen, torch.__version__, folder);
        }
        catch (Exception error) when (error is NotSupportedException or DllNotFoundException or TypeInitializationException or ExternalException
            or InvalidOperationException or BadImageFormatException or ArgumentException or FileNotFoundException)
        {
            throw TorchUnavailableException.Explain(error, reason, device, folder);
        }
        finally
        {
            Console.SetOut(console);
        }
    }

    /// <summary>
    /// Loads the libraries of another build before TorchSharp asks for its own: the loader then finds them by name. Order matters,
    /// each library's needs coming first.
    /// </summary>
    private static void Preload(string folder)
    {
        if (!Directory.Exists(folder)) throw new FileNotFoundException("there is no such folder", folder);
        var (prefix, suffix) = OperatingSystem.IsWindows() ? ("", ".dll") : ("lib", OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        if (!File.Exists(Path.Combine(folder, prefix + "torch_cpu" + suffix)))
            throw new FileNotFoundException($"it holds no {prefix}torch_cpu{suffix}", folder);
        foreach (var runtime in Directory.EnumerateFiles(folder, "libgomp*").Order(StringComparer.Ordinal)) NativeLibrary.Load(runtime);
        foreach (var name in new[] { "c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch" })
        {
            var path = Path.Combine(folder, prefix + name + suffix);
            if (File.Exists(path)) NativeLibrary.Load(path);
        }
    }

    private static string? Text(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;

    private static int? PositiveNumber(string variable)
    {
        if (Text(variable) is not { } text) return null;
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1024
            ? number
            : throw new InvalidOperationException($"{variable} is '{text}'; it must be a whole number from 1 to 1024.");
    }
}
