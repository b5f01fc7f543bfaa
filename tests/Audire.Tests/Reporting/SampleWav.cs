namespace Audire.Tests.Reporting;

/// <summary>Writes the plainest sound file there is: 16-bit mono at 16 kHz.</summary>
internal static class SampleWav
{
    public static void Write(string path, ReadOnlySpan<float> samples)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new BinaryWriter(File.Create(path));
        file.Write("RIFF"u8);
        file.Write(36 + 2 * samples.Length);
        file.Write("WAVEfmt "u8);
        file.Write(16);
        file.Write((short)1); // PCM
        file.Write((short)1); // channels
        file.Write(16000);
        file.Write(32000);
        file.Write((short)2);
        file.Write((short)16);
        file.Write("data"u8);
        file.Write(2 * samples.Length);
        foreach (var sample in samples) file.Write((short)MathF.Round(sample * 32767));
    }
}
