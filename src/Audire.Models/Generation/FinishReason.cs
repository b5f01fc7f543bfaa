namespace Audire.Models.Generation;

/// <summary>Why a text ended.</summary>
public enum FinishReason
{
    /// <summary>The model wrote a token that ends texts.</summary>
    StopId,

    /// <summary>One of the stop strings came up.</summary>
    StopString,

    /// <summary>The most tokens asked for were written.</summary>
    Length,
}
