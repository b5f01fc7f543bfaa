namespace Audire.Audio;

/// <summary>What is wrong with a sound file.</summary>
public enum AudioFormatProblem
{
    /// <summary>Nothing is in the file, or its header is followed by no samples.</summary>
    Empty,

    /// <summary>The first bytes are those of no sound file that is known here.</summary>
    UnknownFormat,

    /// <summary>The file ends inside its header.</summary>
    TruncatedHeader,

    /// <summary>The file ends before its first samples are complete.</summary>
    TruncatedData,

    /// <summary>The header contradicts itself or the file.</summary>
    CorruptHeader,

    /// <summary>The coded samples break the rules of their format.</summary>
    CorruptData,

    /// <summary>A part that the format requires is not there.</summary>
    MissingChunk,

    /// <summary>A sample rate, channel count or sample size that makes no sense.</summary>
    InvalidParameter,

    /// <summary>The container is known, its codec is not decoded here, and ffmpeg is absent, switched off or refuses too.</summary>
    UnsupportedCodec,

    /// <summary>A checksum does not fit the data.</summary>
    Checksum,

    /// <summary>A sample is NaN or infinite.</summary>
    NonFinite,

    /// <summary>The sound is longer than <see cref="AudioDecoderOptions.MaxSamples"/> allows.</summary>
    TooLong,

    /// <summary>ffmpeg was stopped after <see cref="AudioDecoderOptions.FfmpegTimeout"/>.</summary>
    TimedOut,
}
