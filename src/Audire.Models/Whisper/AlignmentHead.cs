namespace Audire.Models.Whisper;

/// <summary>A decoder attention head whose cross-attention follows the speech in time.</summary>
/// <param name="Layer">Decoder block, from 0.</param>
/// <param name="Head">Head within it, from 0.</param>
public readonly record struct AlignmentHead(int Layer, int Head);
