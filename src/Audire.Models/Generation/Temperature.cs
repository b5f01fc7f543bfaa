using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Divides scores by the temperature: below 1 sharpens the distribution, above 1 flattens it.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="temperature">Above 0.</param>
internal sealed class Temperature(double temperature) : ILogitsProcessor
{
    public Tensor Process(Tensor scores, IReadOnlyList<TokenHistory> rows) => scores / temperature; // [B, V]
}
