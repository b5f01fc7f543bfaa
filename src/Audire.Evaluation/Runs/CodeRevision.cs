using System.ComponentModel;
using System.Diagnostics;

namespace Audire.Evaluation.Runs;

/// <summary>Which commit a program was built from, where it runs inside its checkout and git is there to ask.</summary>
internal static class CodeRevision
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The commit, and whether tracked files differ from it; empty and null where that cannot be told.</summary>
    public static (string Revision, bool? Dirty) Read(string folder)
    {
        if (!IsCheckout(folder) || Git(folder, "rev-parse", "HEAD") is not { } revision) return ("", null);
        return (revision, Git(folder, "status", "--porcelain", "--untracked-files=no") is { } changes ? changes.Length > 0 : null);
    }

    // Only our own checkout: a tool installed somewhere below another repository is not built from it.
    private static bool IsCheckout(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Audire.slnx"))) return true;
        return false;
    }

    private static string? Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", folder, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            if (git is null) return null;
            var output = git.StandardOutput.ReadToEndAsync();
            if (!git.WaitForExit(Patience))
            {
                git.Kill();
                return null;
            }

            return git.ExitCode == 0 ? output.GetAwaiter().GetResult().Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
