namespace Audire.Audio.Decoding.Pcm;

/// <summary>Interleaved samples of a fixed size.</summary>
/// <param name="Coding">How one sample is stored.</param>
/// <param name="Bytes">Bytes a sample takes.</param>
/// <param name="BigEndian">Byte order of a sample.</param>
/// <param name="Channels">Channels, interleaved.</param>
/// <param name="SampleRate">Samples a second.</param>
internal sealed record PcmFormat(SampleCoding Coding, int Bytes, bool BigEndian, int Channels, int SampleRate)
{
    /// <summary>Bytes of one sample of every channel.</summary>
    public int FrameBytes => Bytes * Channels;

    /// <summary>Whether samples of this size exist in this coding.</summary>
    public static bool Exists(SampleCoding coding, int bits) => coding switch
    {
        SampleCoding.Signed => bits is 8 or 16 or 24 or 32,
        SampleCoding.Float => bits is 32 or 64,
        _ => bits == 8,
    };
}
