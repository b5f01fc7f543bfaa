using System.Runtime.InteropServices;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>A stretch of a written prompt.</summary>
/// <param name="Kind">What stands there.</param>
/// <param name="Text">Text or control markers; empty for sound and ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PromptSegment(PromptSegmentKind Kind, string Text = "");

/// <summary>What a stretch of a prompt is.</summary>
internal enum PromptSegmentKind
{
    /// <summary>Text, encoded as one, no control marker recognised in it.</summary>
    Text,

    /// <summary>Control markers of the model.</summary>
    Markers,

    /// <summary>The token that ends an answer.</summary>
    End,

    /// <summary>A block of sound.</summary>
    Sound,
}
