using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Chooses tokens from processed scores.</summary>
public static class Sampler
{
    /// <summary>The best token of each row; of equals the lowest id. Scores stay inside libtorch.</summary>
    /// <param name="scores">[rows, vocabulary].</param>
    /// <exception cref="InvalidOperationException">A row has no finite best score: not-a-number, or every token barred.</exception>
    public static int[] Best(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var best = scores.argmax(-1, keepdim: true);                                    // [B, 1]
        var unusable = scores.gather(1, best).isfinite().logical_not().any();           // []
        if (unusable.item<bool>()) throw NoScores();
        return Array.ConvertAll(best.cpu().data<long>().ToArray(), id => (int)id);
    }

    /// <summary>Draws a token of each row from softmax(scores).</summary>
    /// <remarks>
    /// Probabilities are exponentials in float64, summed in the order of ids; the token is the first whose running sum exceeds the
    /// uniform draw times the total.
    /// </remarks>
    /// <param name="scores">[rows, vocabulary], float32; -∞ bars a token.</param>
    /// <param name="uniform">A number in [0, 1) for a row.</param>
    /// <exception cref="InvalidOperationException">A row has no finite best score: not-a-number, or every token barred.</exception>
    public static int[] Draw(Tensor scores, Func<int, double> uniform)
    {
        using var scope = NewDisposeScope();
        var values = scores.to(ScalarType.Float32).cpu().contiguous();                  // [B, V]
        var (rows, size) = ((int)values.shape[0], (int)values.shape[1]);
        var ids = new int[rows];
        var all = MemoryMarshal.Cast<byte, float>(values.bytes);
        for (var row = 0; row < rows; row++) ids[row] = Draw(all.Slice(row * size, size), uniform(row));
        return ids;
    }

    private static int Draw(ReadOnlySpan<float> scores, double uniform)
    {
        var best = float.NegativeInfinity;
        foreach (var score in scores)
        {
            if (float.IsNaN(score)) throw NoScores();
            best = Math.Max(best, score);
        }
        if (!float.IsFinite(best)) throw NoScores();
        var total = 0.0;
        foreach (var score in scores) total += Weight(score, best);
        var target = uniform * total;
        var sum = 0.0;
        var last = 0;
        for (var id = 0; id < scores.Length; id++)
        {
            var weight = Weight(scores[id], best);
            if (weight == 0) continue;
            sum += weight;
            last = id;
            if (sum > target) break;
        }
        return last;
    }

    private static double Weight(float score, float best) => float.IsNegativeInfinity(score) ? 0 : Math.Exp((double)score - best);

    private static InvalidOperationException NoScores() => new(
        "No token can be chosen: the scores are not numbers, or every token is barred; check the weights and the penalties in force.");
}
