namespace Audire.Audio;

/// <summary>How <see cref="WavWriter"/> stores a sample.</summary>
public enum WavSampleFormat
{
    /// <summary>16-bit integers: x · 32,768 rounded to the nearest (to even in the middle) and clipped.</summary>
    Pcm16,

    /// <summary>32-bit floats, bit for bit.</summary>
    Float32,
}
