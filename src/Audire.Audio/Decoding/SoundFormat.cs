namespace Audire.Audio.Decoding;

/// <summary>What a file is by its first bytes; never by its name.</summary>
internal enum SoundFormat
{
    Unknown,
    Wav,
    Wave64,
    Aiff,
    Au,
    Caf,
    Flac,
    Ogg,
    Mp3,
    AacAdts,
    Mp4,
    Matroska,
    Asf,
    Amr,
}
