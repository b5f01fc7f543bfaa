namespace Audire.Models.Salmonn;

/// <summary>What is done with a clip that is not one channel of 1 to 30 seconds at 16 kHz.</summary>
public enum ClipLoading
{
    /// <summary>Channels are mixed, the rate is converted, and every 30 seconds begun become a block of their own.</summary>
    Mend,

    /// <summary>As the published code: the first channel, 16 kHz only, what lies beyond 30 seconds is cut off.</summary>
    Reference,
}
