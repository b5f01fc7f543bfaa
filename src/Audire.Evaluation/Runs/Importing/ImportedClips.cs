using System.Security.Cryptography;
using System.Text;
using Audire.Audio;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs.Importing;

/// <summary>
/// The recordings of an import: found ones are decoded and kept in the run folder under the hash of their samples; others are known by their
/// place alone. Nothing outside the folder that is imported is opened, and nothing is fetched.
/// </summary>
/// <param name="folder">The folder that recordings must lie in.</param>
/// <param name="directory">The run folder.</param>
/// <param name="writes">The gate of all writes.</param>
internal sealed class ImportedClips(string folder, string directory, RunWrites writes)
{
    private const string HelmData = "scenarios/";
    private readonly Dictionary<string, ClipRecord> _known = new(StringComparer.Ordinal);

    /// <summary>Recordings that are not there.</summary>
    public int Absent { get; private set; }

    /// <summary>The recording at a location, as a file of HELM writes it.</summary>
    public ClipRecord At(string location)
    {
        if (_known.TryGetValue(location, out var known)) return known;
        return _known[location] = Open(location);
    }

    private ClipRecord Open(string location)
    {
        if (PathOf(location) is { } path)
        {
            try
            {
                var heard = Pcm16.Round(AudioFile.Load(path));
                var target = RunPaths.Clip(directory, heard.ContentHash);
                if (!File.Exists(target)) writes.File(target, WavWriter.Encode(heard));
                return new ClipRecord(heard.ContentHash, location, heard.Duration.TotalSeconds, "", "");
            }
            catch (Exception e) when (e is AudioFormatException or IOException or UnauthorizedAccessException)
            {
                // What cannot be decoded is as good as absent: the answers about it still count.
            }
        }

        Absent++;
        return new ClipRecord(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("location:" + location))), location, 0, "", "");
    }

    private string? PathOf(string location)
    {
        var plain = location.Replace('\\', '/');
        int data = plain.LastIndexOf("/" + HelmData, StringComparison.Ordinal);
        if (data >= 0) plain = plain[(data + 1)..];
        try
        {
            var path = SafePath.Resolve(folder, plain, "location");
            return File.Exists(path) ? path : null;
        }
        catch (SuiteException)
        {
            return null;
        }
    }
}
