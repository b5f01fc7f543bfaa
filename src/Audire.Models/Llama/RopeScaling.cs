namespace Audire.Models.Llama;

/// <summary>How rotary frequencies are changed for contexts longer than the base model's.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Factor">By how much positions are stretched; at least 1.</param>
/// <param name="LowFrequency">Llama 3: waves longer than <paramref name="OriginalContext"/> / this are divided by the factor.</param>
/// <param name="HighFrequency">Llama 3: waves shorter than <paramref name="OriginalContext"/> / this are kept.</param>
/// <param name="OriginalContext">Positions the base model was trained for.</param>
public sealed record RopeScaling(RopeScalingKind Kind, double Factor, double LowFrequency = 1, double HighFrequency = 4, int OriginalContext = 8192);
