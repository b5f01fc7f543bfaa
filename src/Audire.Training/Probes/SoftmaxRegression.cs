using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Training.Probes;

/// <summary>Multinomial logistic regression with an L2 penalty: what can be read off features by a linear rule.</summary>
/// <remarks>
/// Features are standardised by the training rows. The loss, mean cross-entropy + λ/2 ‖W‖², is convex; it is minimised by Nesterov's gradient method
/// with the step 1/L, L = largest eigenvalue of XᵀX/2N + λ, started anew where the loss rises (O'Donoghue and Candès 2015). Deterministic. Immutable
/// once fitted; dispose it.
/// </remarks>
public sealed class SoftmaxRegression : IDisposable
{
    private const int PowerSteps = 30;
    private readonly Tensor _mean;    // [D]
    private readonly Tensor _scale;   // [D]
    private readonly Tensor _weights; // [D + 1, K]: the last row is the bias

    private SoftmaxRegression(Tensor mean, Tensor scale, Tensor weights) => (_mean, _scale, _weights) = (mean, scale, weights);

    /// <summary>The weights of standardised features, a copy: [D + 1, K], the last row the bias.</summary>
    internal Tensor Weights => _weights.clone();

    /// <summary>Fits.</summary>
    /// <param name="features">[N, D], float32.</param>
    /// <param name="labels">[N], int64, from 0.</param>
    /// <param name="classes">Classes, above every label.</param>
    /// <param name="penalty">λ, above 0; the bias is not penalised.</param>
    /// <param name="steps">Most steps. Default 400.</param>
    /// <param name="tolerance">Ends once no part of the gradient is larger. Default 2e-4.</param>
    /// <param name="start">A fit over the same rows to start from, such as one with a stronger penalty; null for zeros.</param>
    public static SoftmaxRegression Fit(Tensor features, Tensor labels, int classes, double penalty, int steps = 400, double tolerance = 2e-4, SoftmaxRegression? start = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(penalty);
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var mean = features.mean([0]);                                               // [D]
        var scale = features.std(0, unbiased: false).clamp_min(1e-6);                // [D]
        var x = Extended(features, mean, scale);                                     // [N, D + 1]
        var target = nn.functional.one_hot(labels, classes).to(float32);             // [N, K]
        var decay = torch.full([x.shape[1], 1], penalty, dtype: float32);            // [D + 1, 1]
        decay[-1] = 0;
        var step = 1 / (LargestEigenvalue(x) / 2 + penalty);

        var weights = start is null ? torch.zeros(x.shape[1], classes) : start.Weights; // [D + 1, K]
        var ahead = weights.clone();                                                 // [D + 1, K]
        double momentum = 1, last = double.PositiveInfinity;
        for (var i = 0; i < steps; i++)
        {
            using var round = NewDisposeScope();
            var logProbabilities = nn.functional.log_softmax(x.matmul(ahead), 1);    // [N, K]
            var loss = (-(logProbabilities * target).sum() / x.shape[0] + (decay * ahead.square()).sum() / 2).item<float>();
            var gradient = x.t().matmul(logProbabilities.exp() - target) / x.shape[0] + decay * ahead; // [D + 1, K]
            if (gradient.abs().max().item<float>() < tolerance) break;
            var next = ahead - step * gradient;                                      // [D + 1, K]
            var following = loss > last ? 1 : (1 + Math.Sqrt(1 + 4 * momentum * momentum)) / 2;
            ahead.copy_(loss > last ? next : next + (momentum - 1) / following * (next - weights));
            weights.copy_(next);
            (momentum, last) = (following, loss);
        }
        return new SoftmaxRegression(mean.DetachFromDisposeScope(), scale.DetachFromDisposeScope(), weights.DetachFromDisposeScope());
    }

    /// <summary>The likeliest class of each row.</summary>
    /// <param name="features">[N, D], float32.</param>
    /// <returns>N classes.</returns>
    public long[] Predict(Tensor features)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        return Extended(features, _mean, _scale).matmul(_weights).argmax(1).data<long>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _mean.Dispose();
        _scale.Dispose();
        _weights.Dispose();
    }

    private static Tensor Extended(Tensor features, Tensor mean, Tensor scale) =>
        torch.cat([(features - mean) / scale, torch.ones(features.shape[0], 1)], 1); // [N, D + 1]

    private static double LargestEigenvalue(Tensor x)
    {
        using var scope = NewDisposeScope();
        var vector = torch.ones(x.shape[1], 1) / Math.Sqrt(x.shape[1]); // [D + 1, 1]
        double value = 0;
        for (var i = 0; i < PowerSteps; i++)
        {
            var image = x.t().matmul(x.matmul(vector)) / x.shape[0];     // [D + 1, 1]
            value = image.norm().item<float>();
            vector = image / value;
        }
        return 1.05 * value; // the power method comes from below
    }
}
