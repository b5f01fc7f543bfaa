namespace Audire.Reporting.Text;

/// <summary>What happened to a word between reference and answer.</summary>
public enum DiffKind
{
    /// <summary>The same word, case and punctuation aside.</summary>
    Same,

    /// <summary>A word of the reference that the answer lacks.</summary>
    Missing,

    /// <summary>A word of the answer that the reference lacks.</summary>
    Added,

    /// <summary>A word of the reference that the answer has another word for.</summary>
    Replaced,
}

/// <summary>One step of a word-level difference.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Reference">The reference's word as written; empty where one was added.</param>
/// <param name="Answer">The answer's word as written; empty where one is missing.</param>
public readonly record struct DiffPart(DiffKind Kind, string Reference, string Answer);
