using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>A table of vectors looked up by id.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="table">[count, width], of 32- or 16-bit floats.</param>
public sealed class Embedding(Tensor table)
{
    /// <summary>Looks vectors up.</summary>
    /// <param name="ids">[...], int64, each in 0..count-1.</param>
    /// <returns>[..., width], float32, owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var rows = table.index_select(0, ids.reshape(-1));                            // [N, C]
        return rows.to(ScalarType.Float32).view([.. ids.shape, table.shape[1]]).MoveToOuterDisposeScope(); // [..., C]
    }
}
