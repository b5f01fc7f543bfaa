using System.Runtime.InteropServices;

namespace Audire.Models.Runtime;

/// <summary>What becomes of memory that tensors free.</summary>
/// <remarks>
/// A training step takes and frees the same hundreds of megabytes every time. The C library would hand them back to the system at the
/// end of each step and ask for them, page by page and zeroed, in the next: a tenth of a step and more. Inference has no need of this.
/// </remarks>
public static partial class FreedMemory
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int MapThreshold = -3;  // M_MMAP_THRESHOLD
    private const int LargestMapThreshold = 32 << 20;

    private static readonly Lazy<bool> Kept = new(Set);

    /// <summary>Keeps freed memory in the process from now on, to be used again; called once before a training. Thread-safe.</summary>
    /// <returns>Whether the C library can be told so: glibc can, others decide for themselves.</returns>
    public static bool Keep() => Kept.Value;

    private static bool Set()
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return Tune(TrimThreshold, int.MaxValue) != 0 && Tune(MapThreshold, LargestMapThreshold) != 0;
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // musl has no such setting
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Tune(int parameter, int value);
}
