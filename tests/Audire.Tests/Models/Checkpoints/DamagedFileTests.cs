using Audire.Models.Checkpoints;
using Audire.Tests.Support;
using CsCheck;
using Xunit;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Whatever is cut off or overwritten in a valid file, reading it ends in a value or in a <see cref="CheckpointException"/>.</summary>
public sealed class DamagedFileTests
{
    private const int FlipsAFile = 150;
    private const long LargestFile = 200_000;

    [Fact]
    public void Cut_files_are_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in ValidFiles())
        {
            var copy = folder.File(name);
            for (var length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 97))
            {
                Read(copy, bytes[..length]);
            }
        }
    }

    [Fact]
    public void Files_with_wrong_bytes_never_crash_a_reader()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, bytes) in ValidFiles())
        {
            var copy = folder.File(name);
            // Headers hold what matters: half of the flips fall into the first kilobyte.
            var places = Gen.Frequency((1, Gen.Int[0, Math.Min(1023, bytes.Length - 1)]), (1, Gen.Int[0, bytes.Length - 1]));
            var flip = Gen.Select(places, Gen.Byte).Array[1, 3];
            flip.Sample(flips =>
            {
                var damaged = (byte[])bytes.Clone();
                foreach (var (at, value) in flips) damaged[at] = value;
                Read(copy, damaged);
            }, iter: FlipsAFile, threads: 1, seed: "0000KOIXx6w2");
        }
    }

    private static void Read(string path, byte[] content)
    {
        File.Delete(path); // a new file each time: overwriting one in place makes some file systems wait for the disk
        File.WriteAllBytes(path, content);
        try
        {
            HostileFiles.LoadAll(path);
        }
        catch (CheckpointException)
        {
            // The only way to fail.
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> ValidFiles()
    {
        var files = new[] { "safetensors", "gguf", "torchzip" }.SelectMany(area => Directory.GetFiles(Fixtures.Require(area), "valid_*"))
            .Where(file => !file.EndsWith(".json", StringComparison.Ordinal) && new FileInfo(file).Length is > 0 and < LargestFile);
        foreach (var file in files) yield return (Path.GetFileName(file), File.ReadAllBytes(file));
    }
}
