namespace Audire.Training.Data;

/// <summary>How often each task is drawn in an epoch.</summary>
public enum TaskBalance
{
    /// <summary>As often as it has examples.</summary>
    Natural,

    /// <summary>By the root of its examples: small tasks come up more often than their size says.</summary>
    Root,

    /// <summary>All tasks alike.</summary>
    Equal,
}
