namespace Audire.Audio.Decoding;

/// <summary>Planar samples that grow as they are decoded: nothing is allocated on the word of a header.</summary>
internal sealed class SampleBuffer
{
    private readonly float[][] _channels;
    private readonly int[] _lengths;

    /// <param name="channels">Number of channels.</param>
    /// <param name="expected">A guess at the samples a channel, bounded by what the file could hold.</param>
    public SampleBuffer(int channels, long expected)
    {
        _channels = [.. Enumerable.Range(0, channels).Select(_ => new float[Math.Clamp(expected, 0, Array.MaxLength)])];
        _lengths = new int[channels];
    }

    /// <summary>Samples in the first channel.</summary>
    public long Length => _lengths[0];

    /// <summary>Room for the next samples of one channel, to be filled at once.</summary>
    public Span<float> Extend(int channel, int count)
    {
        var length = _lengths[channel];
        if (_channels[channel].Length - length < count)
            Array.Resize(ref _channels[channel], (int)Math.Min(Array.MaxLength, Math.Max(length + (long)count, 2L * length)));
        _lengths[channel] += count;
        return _channels[channel].AsSpan(length, count);
    }

    /// <summary>The samples so far; the buffer is used up.</summary>
    public float[][] ToArrays()
    {
        for (var c = 0; c < _channels.Length; c++)
            if (_channels[c].Length != _lengths[c]) Array.Resize(ref _channels[c], _lengths[c]);
        return _channels;
    }
}
