namespace Audire.Models.Llama;

/// <summary>Rules for rotary frequencies of long contexts.</summary>
public enum RopeScalingKind
{
    /// <summary>All frequencies divided by the factor (position interpolation, Chen et al. 2023).</summary>
    Linear,

    /// <summary>Long waves divided, short ones kept, those between blended (Llama 3.1).</summary>
    Llama3,
}
