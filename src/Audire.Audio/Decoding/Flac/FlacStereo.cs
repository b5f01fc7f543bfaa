namespace Audire.Audio.Decoding.Flac;

/// <summary>How the subframes of a frame become channels (RFC 9639, section 4.2).</summary>
internal enum FlacStereo
{
    /// <summary>Each subframe is a channel.</summary>
    Independent,

    /// <summary>Left, then left - right.</summary>
    LeftSide,

    /// <summary>Left - right, then right.</summary>
    SideRight,

    /// <summary>(left + right) / 2 rounded down, then left - right.</summary>
    MidSide,
}
