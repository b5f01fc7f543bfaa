using System.Runtime.InteropServices;
using TorchSharp;

namespace Audire.Models.Runtime;

/// <summary>
/// Loads libtorch the way TorchSharp is about to, and keeps the loader's own reason where that fails: TorchSharp's message names a
/// package that was not referenced, whatever the cause.
/// </summary>
internal static class NativeProbe
{
    /// <summary>Why the native library cannot be loaded; null where it can, and is loaded now.</summary>
    public static string? Failure()
    {
        var assembly = typeof(torch).Assembly;
        NativeLibrary.TryLoad("torch_cpu", assembly, null, out _);
        try
        {
            NativeLibrary.Load("LibTorchSharp", assembly, null);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return Reason(error.Message);
        }
    }

    // The loader lists one line a place it looked in; most say that nothing lies there, and the one that says more is the reason.
    private static string Reason(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("version `", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.Contains(": ", StringComparison.Ordinal) && !IsAbsence(line))
            ?? $"no LibTorchSharp library lies beside {AppContext.BaseDirectory}";
    }

    private static bool IsAbsence(string line) =>
        line.StartsWith("Unable to load", StringComparison.Ordinal)
        || (line.Contains("cannot open shared object file", StringComparison.Ordinal) && line.Contains("LibTorchSharp", StringComparison.Ordinal));
}
