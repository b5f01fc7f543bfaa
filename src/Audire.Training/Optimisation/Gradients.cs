using static TorchSharp.torch;

namespace Audire.Training.Optimisation;

/// <summary>The gradients of named parameters, taken together.</summary>
public static class Gradients
{
    // What torch adds to the norm before dividing by it.
    private const double Guard = 1e-6;

    /// <summary>
    /// The Euclidean norm over all gradients; where it passes <paramref name="limit"/>, all are scaled by limit / (norm + 1e-6), as
    /// <c>clip_grad_norm_</c> does.
    /// </summary>
    /// <param name="parameters">Parameters without a gradient count as zero.</param>
    /// <param name="limit">Null clips nothing.</param>
    /// <returns>The norm before clipping; not finite where a gradient is not, and then nothing is scaled.</returns>
    public static double Clip(IReadOnlyDictionary<string, Tensor> parameters, double? limit)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor[] gradients = [.. parameters.Values.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length == 0) return 0;
        var norm = Norm(gradients);
        if (limit is { } most && double.IsFinite(norm) && most / (norm + Guard) is var factor and < 1) OptimiserOps.Scale(gradients, factor);
        return norm;
    }

    /// <summary>Multiplies every gradient by a number.</summary>
    public static void Scale(IReadOnlyDictionary<string, Tensor> parameters, double factor)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        Tensor[] gradients = [.. parameters.Values.Select(parameter => parameter.grad).OfType<Tensor>()];
        if (gradients.Length > 0) OptimiserOps.Scale(gradients, factor);
    }

    /// <summary>Forgets every gradient, and the memory they take.</summary>
    public static void Clear(IReadOnlyDictionary<string, Tensor> parameters)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in parameters.Values) parameter.grad = null;
    }

    internal static double Norm(Tensor[] tensors)
    {
        using var scope = NewDisposeScope();
        return tensors.GroupBy(tensor => tensor.device.ToString()).Select(group => OptimiserOps.Norm([.. group]).item<float>())
            .Aggregate(0.0, (sum, part) => double.Hypot(sum, part));
    }
}
