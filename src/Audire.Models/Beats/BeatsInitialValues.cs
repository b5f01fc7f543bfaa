using Audire.Models.Nn;

namespace Audire.Models.Beats;

/// <summary>What a BEATs is filled with before it is trained from nothing.</summary>
/// <remarks>
/// The published code: Glorot's normal, scaled down by (8 · layers)^(-1/4) where deep norm asks for it (Wang et al. 2022, table 1), and the positional
/// convolution as in wav2vec 2.0, each tap's length being that of its direction.
/// </remarks>
public static class BeatsInitialValues
{
    private const double TableDeviation = 0.02;

    /// <summary>The rule for a shape.</summary>
    /// <param name="config">The shape.</param>
    public static Func<string, long[], InitialValue> For(BeatsConfig config)
    {
        var shrink = config.DeepNorm ? Math.Pow(8.0 * config.Layers, -0.25) : 1;
        var tap = Math.Sqrt(4.0 / (config.PositionTaps * (double)config.Width));
        var length = tap * config.Width / Math.Sqrt(config.PositionGroups); // of one tap over all its channels
        return (name, shape) => name switch
        {
            _ when name.EndsWith("bias", StringComparison.Ordinal) => InitialValue.Zeros,
            _ when name.EndsWith("grep_a", StringComparison.Ordinal) => InitialValue.Ones,
            _ when name.EndsWith("weight_g", StringComparison.Ordinal) => InitialValue.Constant(length),
            _ when name.EndsWith("weight_v", StringComparison.Ordinal) => InitialValue.Normal(tap),
            _ when name.EndsWith("relative_attention_bias.weight", StringComparison.Ordinal) => InitialValue.Normal(TableDeviation),
            _ when name.EndsWith("grep_linear.weight", StringComparison.Ordinal) => InitialValue.Normal(TableDeviation),
            "patch_embedding.weight" => InitialValue.KaimingUniform,
            _ when shape.Length < 2 => InitialValue.Ones,
            _ => InitialValue.Normal((IsShrunk(name) ? shrink : 1) * Math.Sqrt(2.0 / (shape[0] + shape[1]))),
        };
    }

    private static bool IsShrunk(string name) => Array.Exists(["v_proj.", "out_proj.", "fc1.", "fc2."], part => name.Contains(part, StringComparison.Ordinal));
}
