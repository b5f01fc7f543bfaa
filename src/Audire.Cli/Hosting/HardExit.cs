using System.Runtime.InteropServices;

namespace Audire.Cli.Hosting;

/// <summary>
/// Ends the process at once, without running what is registered for its end: libtorch's own clean-up crashes where threads of it
/// still compute.
/// </summary>
internal static partial class HardExit
{
    /// <summary>Ends the process.</summary>
    public static void Now(int code)
    {
        Console.Out.Flush();
        if (OperatingSystem.IsWindows()) TerminateProcess(GetCurrentProcess(), (uint)code);
        else Exit(code);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("kernel32")]
    private static partial nint GetCurrentProcess();

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint code);
}
