using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Support;

/// <summary>Checks gradients by moving single entries of parameters and looking at the loss.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-2;

    /// <summary>
    /// The entry with the largest gradient of every parameter, by central differences in float32. Parameters without influence (all gradients below a
    /// thousandth of the largest of all) are left out: rounding of the loss would decide.
    /// </summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="loss">A scalar; called with and without gradients.</param>
    /// <param name="tolerance">Allowed, relative to the gradient.</param>
    public static void Check(IReadOnlyDictionary<string, Tensor> parameters, Func<Tensor> loss, double tolerance = 0.02)
    {
        using var scope = NewDisposeScope();
        var names = parameters.Keys.ToList();
        var gradients = autograd.grad([loss()], [.. names.Select(name => parameters[name])], allow_unused: true);
        var largest = gradients.Max(gradient => gradient is null ? 0 : gradient.abs().max().item<float>());
        Assert.True(largest > 0, "No parameter has a gradient.");
        var checkedOnes = 0;
        using var frozen = no_grad();
        for (var i = 0; i < names.Count; i++)
        {
            if (gradients[i] is not { } gradient || gradient.abs().max().item<float>() < 1e-3 * largest) continue;
            var at = gradient.abs().argmax().item<long>();
            var expected = gradient.flatten()[at].item<float>();
            var entry = parameters[names[i]].view(-1).narrow(0, at, 1);
            var step = Step * Math.Max(0.1, Math.Abs(entry.item<float>()));
            var measured = (Moved(entry, step, loss) - Moved(entry, -step, loss)) / (2 * step);
            Assert.True(Math.Abs(measured - expected) <= tolerance * Math.Abs(expected) + 1e-4 * largest, $"{names[i]}[{at}]: gradient {expected:g5}, by differences {measured:g5}");
            checkedOnes++;
        }
        Assert.True(checkedOnes > names.Count / 4, $"Only {checkedOnes} of {names.Count} parameters have an influence.");
    }

    private static double Moved(Tensor entry, double by, Func<Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var before = entry.clone();
        entry.add_(by);
        var value = loss().item<double>();
        entry.copy_(before);
        return value;
    }
}
