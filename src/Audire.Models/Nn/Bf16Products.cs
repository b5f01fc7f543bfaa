using System.Diagnostics;
using Audire.Models.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>Whether products of many rows are worth computing in bfloat16 on this processor.</summary>
/// <remarks>
/// Having the instructions is not enough: on one Xeon that has them libtorch read prompts at 418 tokens a second in bfloat16 and 822 in float32. So a
/// product of each kind is timed, once a process and only on processors that compute in bfloat16. It must win clearly: a narrow decision could fall
/// differently in the next process and change the last bits of answers.
/// </remarks>
internal static class Bf16Products
{
    private const int Rows = 256;
    private const int Width = 512;
    private const int Repetitions = 5;
    private const double ClearWin = 0.6;

    private static readonly Lazy<bool> Decision = new(() => CpuFeatures.Bf16 && Measure());

    /// <summary>True where bfloat16 takes clearly less time than float32 with the weights widened for the call.</summary>
    public static bool Win => Decision.Value;

    private static bool Measure()
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var weight = ones([Width, Width], ScalarType.BFloat16);
        var x = ones([Rows, Width], ScalarType.Float32);
        var narrow = Shortest(() => F.linear(x.to(ScalarType.BFloat16), weight).to(ScalarType.Float32));
        var wide = Shortest(() => F.linear(x, weight.to(ScalarType.Float32)));
        return narrow < ClearWin * wide;
    }

    private static TimeSpan Shortest(Action product)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i <= Repetitions; i++)
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            product();
            var took = Stopwatch.GetElapsedTime(start);
            if (i > 0 && took < best) best = took; // the first call warms up
        }

        return best;
    }
}
