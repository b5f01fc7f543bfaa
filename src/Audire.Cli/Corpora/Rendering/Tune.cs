using System.Globalization;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>A melody of our own: a walk over a scale in a four-bar form, with a bass note a bar.</summary>
/// <param name="Number">What makes one differ from another.</param>
/// <param name="Instrument">Its name.</param>
/// <param name="Program">General MIDI's number of the instrument, from 0.</param>
internal sealed record Tune(int Number, string Instrument, int Program)
{
    private const int Ticks = 96; // a quarter
    private static readonly int[] Major = [0, 2, 4, 5, 7, 9, 11], Minor = [0, 2, 3, 5, 7, 8, 10];

    /// <summary>For a manifest.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture, $"tune {Number}, {Instrument}");

    /// <summary>A Standard MIDI File of format 0.</summary>
    public byte[] ToMidi()
    {
        var random = Chance.Of("tune", Number.ToString(CultureInfo.InvariantCulture));
        var scale = random.Next(2) == 0 ? Major : Minor;
        var key = 55 + random.Next(12);
        var microseconds = 60_000_000 / (80 + 10 * random.Next(9));
        var track = new List<byte>([0, 0xff, 0x51, 3, (byte)(microseconds >> 16), (byte)(microseconds >> 8), (byte)microseconds, 0, 0xc0, (byte)Program]);
        var step = random.Next(7);
        for (var bar = 0; bar < 8; bar++)
        {
            var bass = key - 12 + scale[random.Pick([0, 3, 4, 5])];
            On(track, 0, bass);
            for (var left = 4 * Ticks; left > 0;)
            {
                var length = Math.Min(left, random.Pick([Ticks / 2, Ticks / 2, Ticks, Ticks, 2 * Ticks]));
                step = Math.Clamp(step + random.Next(5) - 2, 0, 13);
                var note = key + scale[step % 7] + 12 * (step / 7);
                On(track, 0, note);
                Off(track, length, note);
                left -= length;
            }
            Off(track, 0, bass);
        }
        track.AddRange([0, 0xff, 0x2f, 0]);
        byte[] header = [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0, Ticks];
        return [.. header, .. "MTrk"u8, (byte)(track.Count >> 24), (byte)(track.Count >> 16), (byte)(track.Count >> 8), (byte)track.Count, .. track];
    }

    private static void On(List<byte> track, int after, int note) => Event(track, after, 0x90, note, 90);

    private static void Off(List<byte> track, int after, int note) => Event(track, after, 0x80, note, 64);

    private static void Event(List<byte> track, int after, byte status, int note, byte velocity)
    {
        if (after >= 128) track.Add((byte)(0x80 | (after >> 7)));
        track.AddRange([(byte)(after & 0x7f), status, (byte)note, velocity]);
    }
}

/// <summary>The sound font that tunes are played with.</summary>
internal static class SoundFont
{
    /// <summary>Debian's places of FluidR3 (MIT); null where it is not installed.</summary>
    public static string? Path { get; } = new[] { "/usr/share/sounds/sf3/FluidR3Mono_GM.sf3", "/usr/share/sounds/sf2/FluidR3_GM.sf2" }.FirstOrDefault(File.Exists);
}
