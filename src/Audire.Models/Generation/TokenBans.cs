using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Bars tokens, a choice for each row.</summary>
internal static class TokenBans
{
    /// <summary>-∞ at the barred tokens; ids outside the vocabulary are passed over.</summary>
    /// <param name="scores">[rows, vocabulary]; not changed.</param>
    /// <param name="barred">The barred ids of a row.</param>
    /// <param name="rows">How many rows there are.</param>
    public static Tensor Apply(Tensor scores, int rows, Func<int, IEnumerable<int>> barred)
    {
        using var scope = NewDisposeScope();
        Tensor? result = null;
        for (var row = 0; row < rows; row++)
        {
            var ids = barred(row).Where(id => (uint)id < (ulong)scores.shape[1]).Distinct().Select(id => (long)id).ToArray();
            if (ids.Length == 0) continue;
            result ??= scores.clone();                                                                   // [B, V]
            result[row].index_fill_(0, tensor(ids, ScalarType.Int64, scores.device), double.NegativeInfinity);
        }
        return result?.MoveToOuterDisposeScope() ?? scores;
    }
}
