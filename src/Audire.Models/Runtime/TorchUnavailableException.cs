namespace Audire.Models.Runtime;

/// <summary>libtorch cannot be used on this machine; the message says why and what to do.</summary>
public sealed class TorchUnavailableException : Exception
{
    private TorchUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    internal static TorchUnavailableException Explain(Exception error, string? reason, string device, string? folder)
    {
        var cause = error;
        while (cause.InnerException is not null) cause = cause.InnerException;
        var detail = reason ?? cause.Message.Split('\n')[0].Trim();
        return new TorchUnavailableException(Advice(detail, device, folder), error);
    }

    private static string Advice(string detail, string device, string? folder)
    {
        if (folder is not null)
            return $"libtorch cannot be loaded from {folder} ({detail}). Unset AUDIRE_LIBTORCH, or point it to the lib folder of a libtorch of the version TorchSharp was built for.";
        if (detail.Contains("GLIBC", StringComparison.Ordinal))
            return $"libtorch cannot be loaded: this system's C or C++ runtime is too old ({detail}). Use glibc 2.28 or later, such as Debian 10, Ubuntu 20.04 or newer.";
        if (device != "cpu")
            return $"The device '{device}' cannot be used ({detail}). Leave --device out for the CPU, or set AUDIRE_LIBTORCH to a libtorch build that has the device.";
        return $"libtorch cannot be loaded ({detail}). Audire needs a 64-bit x86 Linux or Windows, or macOS on Apple silicon, and its native files beside the program: run 'dotnet restore' and build again.";
    }
}
