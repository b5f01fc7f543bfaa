namespace Audire.Models.Lora;

/// <summary>The shape of a low-rank adapter (Hu et al. 2021): W + scale · B·A, A [rank, inputs], B [outputs, rank].</summary>
/// <param name="Rank">r, from 1.</param>
/// <param name="Alpha">α: the adapter's own scale is α / r.</param>
/// <param name="Dropout">Share of the inputs of A that is dropped in training, 0 to below 1.</param>
/// <param name="Targets">The projections adapted in every layer, of <see cref="Known"/>.</param>
public sealed record LoraConfig(int Rank, double Alpha, double Dropout, IReadOnlyList<string> Targets)
{
    /// <summary>Every projection of a decoder's layer.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. LoraTarget.Names];

    /// <summary>What SALMONN uses (Tang et al. 2024, section 4.1): rank 8, α 32, dropout 0.1, queries and values.</summary>
    public static LoraConfig Salmonn { get; } = new(8, 32, 0.1, ["q_proj", "v_proj"]);

    /// <summary>The scale the adapter is trained with, α / r.</summary>
    public double Scaling => Alpha / Rank;

    /// <summary>Checks ranges before anything is allocated.</summary>
    /// <param name="origin">The file, for the message.</param>
    /// <exception cref="ModelConfigException">A value is out of range, or a target is unknown or named twice.</exception>
    public LoraConfig Validate(string origin)
    {
        if (Rank is < 1 or > 1 << 14) throw new ModelConfigException(origin, $"its LoRA rank is {Rank}, outside 1 to {1 << 14}");
        if (!double.IsFinite(Alpha)) throw new ModelConfigException(origin, $"its LoRA alpha is {Alpha}");
        if (Dropout is not (>= 0 and < 1)) throw new ModelConfigException(origin, $"its LoRA dropout is {Dropout}, outside 0 to below 1");
        if (Targets.Count == 0) throw new ModelConfigException(origin, $"its LoRA adapts nothing; name targets of {string.Join(", ", Known)}");
        foreach (var target in Targets)
            if (!Known.Contains(target)) throw new ModelConfigException(origin, $"its LoRA target '{target}' is not known; known are {string.Join(", ", Known)}");
        if (Targets.Distinct(StringComparer.Ordinal).Count() < Targets.Count) throw new ModelConfigException(origin, "it names a LoRA target twice");
        return this;
    }
}
