using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Whisper.Alignment;

/// <summary>Makes of the alignment heads' attention one matrix that says which frames each token was heard in.</summary>
/// <remarks>
/// As openai-whisper does: softmax over the frames that hold sound, standardised over tokens (a frame every token looks at says
/// nothing), smoothed by a median over time, averaged over heads.
/// </remarks>
internal static class AttentionMatrix
{
    private const int MedianWidth = 7;

    /// <summary>Combines heads.</summary>
    /// <param name="heads">Attention scores of each head before the softmax, [T, S].</param>
    /// <param name="positions">Encoder positions that hold sound, at least 1.</param>
    /// <returns>[T, positions], float32, owned by the caller's dispose scope.</returns>
    public static Tensor Combine(IReadOnlyList<Tensor> heads, int positions)
    {
        using var scope = NewDisposeScope();
        var sum = zeros([heads[0].shape[0], positions], ScalarType.Float32, heads[0].device);    // [T, S]
        foreach (var scores in heads)
        {
            using var inner = NewDisposeScope();
            var attention = scores.narrow(1, 0, positions).softmax(-1);                          // [T, S]
            var deviation = attention.std([0], unbiased: false, keepdim: true);                  // [1, S]
            var standard = (attention - attention.mean([0], keepdim: true)) / deviation;         // [T, S]
            sum.add_(MedianOverTime(standard));
        }
        return sum.div_(heads.Count).MoveToOuterDisposeScope();
    }

    /// <summary>The median of the seven frames around each, edges mirrored; the input itself where it is too short to mirror.</summary>
    /// <param name="x">[T, S].</param>
    public static Tensor MedianOverTime(Tensor x)
    {
        const int reach = MedianWidth / 2;
        if (x.shape[1] <= reach) return x;
        var padded = F.pad(x.unsqueeze(0), [reach, reach], PaddingModes.Reflect).squeeze(0);     // [T, S + 6]
        return padded.unfold(1, MedianWidth, 1).sort(-1).Values.select(-1, reach);               // [T, S]
    }
}
