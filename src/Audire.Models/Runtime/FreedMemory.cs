using System.Runtime.InteropServices;

namespace Audire.Models.Runtime;

/// <summary>What becomes of memory that tensors free.</summary>
/// <remarks>
/// Keeping it is a setting of the whole process, so a program chooses it, not this library. Each call says whether the C library did it: glibc can be told, others decide for themselves.
/// Thread-safe.
/// </remarks>
public static partial class FreedMemory
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD
    private const int MapThreshold = -3;  // M_MMAP_THRESHOLD
    private const int LargestMapThreshold = 32 << 20;
    private const long Much = 256 << 20;

    private static volatile bool _keeps;

    /// <summary>Keeps freed memory in the process from now on, to be used again; called once before a training.</summary>
    /// <remarks>
    /// A training step takes and frees the same hundreds of megabytes every time. The C library would hand them back to the system at the
    /// end of each step and ask for them, page by page and zeroed, in the next: a tenth of a step and more. Inference has no need of this.
    /// </remarks>
    public static bool Keep()
    {
        _keeps = true;
        return Ask(() => Tune(TrimThreshold, int.MaxValue) != 0 && Tune(MapThreshold, LargestMapThreshold) != 0);
    }

    /// <summary>Gives freed memory back to the system now: worth its milliseconds after a model was disposed.</summary>
    public static bool Return() => Ask(() => Trim(0) != 0);

    /// <summary>Gives freed memory back where more than 256 MB of it lie unused and it is not kept (<see cref="Keep"/>): a large encoder leaves half a gigabyte, a small one nothing worth the call.</summary>
    /// <returns>Whether it did.</returns>
    public static bool ReturnMuch() => !_keeps && Ask(() => Account().Free > Much && Trim(0) != 0);

    private static bool Ask(Func<bool> call)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            return call();
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // musl has no such setting
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Tune(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial Heap Account();

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint kept);

    /// <summary>The C library's account of its heaps, struct mallinfo2: ten sizes, of which one counts here.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Heap
    {
        private readonly nuint _arena, _chunks, _fast, _maps, _mapped, _most, _fastFree, _used;
        private readonly nuint _free, _top;

        /// <summary>Bytes of free blocks in all heaps.</summary>
        public long Free => (long)_free;
    }
}
