namespace Audire.Models.Checkpoints.Conversion;

/// <summary>A tensor that could not be stored in the type asked for.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="StoredAs">The type it has instead.</param>
/// <param name="Reason">Why.</param>
public sealed record ConversionFallback(string Tensor, ElementType StoredAs, string Reason);

/// <summary>How far a conversion is.</summary>
/// <param name="Tensor">The tensor that is being written.</param>
/// <param name="Done">Tensors written before it.</param>
/// <param name="Total">Tensors in all.</param>
public sealed record ConversionProgress(string Tensor, int Done, int Total);

/// <summary>What a conversion wrote.</summary>
/// <param name="Model">The checkpoint.</param>
/// <param name="SideFiles">Names of the files copied beside it, in alphabetical order.</param>
/// <param name="Tensors">Number of tensors.</param>
/// <param name="BytesBefore">Bytes of tensor data read.</param>
/// <param name="Bytes">Bytes of all files written.</param>
/// <param name="Fallbacks">Tensors stored otherwise than asked for.</param>
public sealed record ConversionReport(string Model, IReadOnlyList<string> SideFiles, int Tensors, long BytesBefore, long Bytes, IReadOnlyList<ConversionFallback> Fallbacks);
