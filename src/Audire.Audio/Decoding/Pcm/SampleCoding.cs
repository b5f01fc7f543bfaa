namespace Audire.Audio.Decoding.Pcm;

/// <summary>How one uncompressed sample is stored.</summary>
internal enum SampleCoding
{
    /// <summary>Two's complement of 8, 16, 24 or 32 bits, scaled by 2^(bits - 1).</summary>
    Signed,

    /// <summary>8 bits around 128.</summary>
    Unsigned8,

    /// <summary>IEEE 754 of 32 or 64 bits.</summary>
    Float,

    /// <summary>ITU-T G.711 A-law.</summary>
    ALaw,

    /// <summary>ITU-T G.711 mu-law.</summary>
    MuLaw,
}
