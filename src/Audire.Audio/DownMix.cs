namespace Audire.Audio;

/// <summary>From several channels to one.</summary>
/// <remarks>
/// Any number of channels but six: their mean, so that nothing can overflow and a sound common to all keeps its level.
/// Six channels are 5.1 surround in the order of WAV and FLAC (front left, front right, centre, low-frequency effects, surround left, surround right).
/// They are mixed to stereo as ITU-R BS.775 says (centre and surround at -3 dB, the effects channel left out) and then to the mean of left and right,
/// with all weights scaled to add up to one: fronts 0.207, centre 0.293, surrounds 0.146.
/// </remarks>
public static class DownMix
{
    /// <summary>The weight of each channel in the mono sum; the weights add up to one.</summary>
    /// <param name="channelCount">How many channels there are, at least 1.</param>
    public static IReadOnlyList<double> Weights(int channelCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channelCount, 1);
        if (channelCount != 6) return [.. Enumerable.Repeat(1.0 / channelCount, channelCount)];
        var minus3dB = Math.Sqrt(0.5);
        double[] surround = [0.5, 0.5, minus3dB, 0, minus3dB / 2, minus3dB / 2];
        var sum = surround.Sum();
        return [.. surround.Select(weight => weight / sum)];
    }

    internal static float[] ToMono(float[][] channels)
    {
        var weights = Weights(channels.Length);
        var mono = new float[channels[0].Length];
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0.0; // in double: the mean of full-scale float values must not overflow on the way
            for (var c = 0; c < channels.Length; c++) sum += weights[c] * channels[c][i];
            mono[i] = (float)sum;
        }
        return mono;
    }
}
