namespace Audire.Models.Generation;

/// <summary>When a beam search stops before its limit.</summary>
public enum EarlyStopping
{
    /// <summary>When the best live sequence, scored at its present length, cannot beat the worst of the kept finished ones.</summary>
    Heuristic,

    /// <summary>As soon as as many sequences have finished as there are beams.</summary>
    WhenFull,

    /// <summary>As <see cref="Heuristic"/>, scored at the length most favourable to it, so that nothing better is missed.</summary>
    Never,
}
