namespace Audire.Metrics.Alignment;

/// <summary>How one place of a reference and one of a hypothesis relate.</summary>
public enum EditOperation
{
    /// <summary>Both hold the same token.</summary>
    Hit,

    /// <summary>Both hold a token, and they differ.</summary>
    Substitution,

    /// <summary>The reference holds a token that the hypothesis lacks.</summary>
    Deletion,

    /// <summary>The hypothesis holds a token that the reference lacks.</summary>
    Insertion,
}
