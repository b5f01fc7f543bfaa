using System.Runtime.InteropServices;

namespace Audire.Models.Chat.Templates;

/// <summary>A stretch of a rendered prompt.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsControl">
/// Whether it is control markers of the model, to be encoded as such. All else (a user's words, but also "user\n" or "[INST] ") is text:
/// neighbouring stretches of text are encoded as one, and no marker is recognised in them.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TemplateSegment(string Text, bool IsControl);
