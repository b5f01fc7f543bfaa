using System.Runtime.InteropServices;

namespace Audire.Models.Generation;

/// <summary>A token as it was written.</summary>
/// <param name="Row">The sequence it belongs to, as the rows stood at the start.</param>
/// <param name="Id">The token; the last one is the end token where one ended the text.</param>
/// <param name="Finish">Why the sequence ends here; null where it goes on.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeneratedToken(int Row, int Id, FinishReason? Finish);
