using System.Runtime.InteropServices;

namespace Audire.Models.Generation;

/// <summary>A piece of a text as it is written.</summary>
/// <param name="Text">What may be shown now; never part of a character, empty at times.</param>
/// <param name="Tokens">Tokens written so far, the end token included.</param>
/// <param name="Finish">Why the text ends here; null where it goes on.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextChunk(string Text, int Tokens, FinishReason? Finish);
