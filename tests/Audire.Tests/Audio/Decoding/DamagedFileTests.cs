using Audire.Audio;
using CsCheck;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

public class DamagedFileTests
{
    private const int Rounds = 3000;

    private static readonly AudioDecoderOptions InProcess = new() { UseFfmpeg = false, MaxSamples = 10_000_000 };

    [Fact]
    public void Truncation_gives_a_clip_or_a_format_error()
    {
        var files = ValidFiles();
        Gen.Select(Gen.Int[0, files.Count - 1], Gen.Double[0, 1])
            .Sample((file, share) => Decodes(files[file].AsMemory(0, (int)(share * files[file].Length))), iter: Rounds, threads: 1);
    }

    [Fact]
    public void Changed_bytes_give_a_clip_or_a_format_error()
    {
        var files = ValidFiles();
        // Damage in the first bytes reaches the headers, elsewhere the samples.
        var change = Gen.Select(Gen.Frequency((2, Gen.Double[0, 0.02]), (1, Gen.Double[0, 1])), Gen.Byte);
        Gen.Select(Gen.Int[0, files.Count - 1], change.Array[1, 8]).Sample((file, changes) =>
        {
            var bytes = files[file].ToArray();
            foreach (var (share, value) in changes) bytes[(int)(share * (bytes.Length - 1))] = value;
            return Decodes(bytes);
        }, iter: Rounds, threads: 1);
    }

    [Fact]
    public void Noise_behind_a_known_signature_gives_a_clip_or_a_format_error()
    {
        var heads = ValidFiles().Select(file => file[..Math.Min(16, file.Length)]).ToList();
        Gen.Select(Gen.Int[0, heads.Count - 1], Gen.Byte.Array[0, 400]).Sample((head, tail) => Decodes(heads[head].Concat(tail).ToArray()), iter: Rounds, threads: 1);
    }

    private static bool Decodes(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            AudioDecoder.Decode(bytes, InProcess);
        }
        catch (AudioFormatException)
        {
            // The one permitted error.
        }
        return true;
    }

    private static List<byte[]> ValidFiles()
    {
        using var index = new FormatIndex();
        return [.. index.Files("valid").Select(file => File.ReadAllBytes(file.Path))];
    }
}
