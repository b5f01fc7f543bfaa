using System.Text.Json;
using Audire.Tests.Support;

namespace Audire.Tests.Audio.Features;

/// <summary>The input signals that a features fixture describes under "signals".</summary>
internal sealed class RecordedSignals(JsonElement signals)
{
    public float[] this[string name]
    {
        get
        {
            var signal = signals.GetProperty(name);
            var length = signal.GetProperty("n_samples").GetInt32();
            return signal.GetProperty("kind").GetString() switch
            {
                "silence" => new float[length],
                "square" => Square(signal, length),
                "prefix" => this[signal.GetProperty("of").GetString()!][..length],
                "repeat" when this[signal.GetProperty("of").GetString()!] is var part =>
                    [.. Enumerable.Range(0, length).Select(i => part[i % part.Length])],
                "file" => ReadPcm16(Fixtures.Require("features", signal.GetProperty("file").GetString()!)),
                var kind => throw new NotSupportedException($"Signal {name} is of the unknown kind {kind}."),
            };
        }
    }

    private static float[] Square(JsonElement signal, int length)
    {
        var half = signal.GetProperty("half_period").GetInt32();
        var amplitude = signal.GetProperty("amplitude").GetSingle();
        return [.. Enumerable.Range(0, length).Select(i => i / half % 2 == 0 ? amplitude : -amplitude)];
    }

    // Read here and not by the product's decoder, so that a fault of one does not hide a fault of the other.
    private static float[] ReadPcm16(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        var data = file[(file.IndexOf("data"u8) + 8)..];
        var samples = new float[data.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = BitConverter.ToInt16(data[(2 * i)..]) / 32768f;
        return samples;
    }
}
