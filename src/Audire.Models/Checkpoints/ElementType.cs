namespace Audire.Models.Checkpoints;

/// <summary>How a checkpoint stores the numbers of a tensor: plain types of every format, and GGUF's quantised blocks.</summary>
public enum ElementType
{
    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>16-bit floating point, IEEE half.</summary>
    F16,

    /// <summary>16-bit floating point with the exponent of float32.</summary>
    BF16,

    /// <summary>8-bit floating point, 4 exponent and 3 mantissa bits, no infinities.</summary>
    F8E4M3,

    /// <summary>8-bit floating point, 5 exponent and 2 mantissa bits.</summary>
    F8E5M2,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>32 values: scale and 4-bit codes around 8.</summary>
    Q4_0,

    /// <summary>32 values: scale, minimum, 4-bit codes.</summary>
    Q4_1,

    /// <summary>32 values: scale and 5-bit codes around 16.</summary>
    Q5_0,

    /// <summary>32 values: scale, minimum, 5-bit codes.</summary>
    Q5_1,

    /// <summary>32 values: scale and signed bytes.</summary>
    Q8_0,

    /// <summary>256 values: 2-bit codes, 4-bit scales and minima of groups of 16.</summary>
    Q2_K,

    /// <summary>256 values: 3-bit codes, 6-bit scales of groups of 16.</summary>
    Q3_K,

    /// <summary>256 values: 4-bit codes, 6-bit scales and minima of groups of 32.</summary>
    Q4_K,

    /// <summary>256 values: 5-bit codes, 6-bit scales and minima of groups of 32.</summary>
    Q5_K,

    /// <summary>256 values: 6-bit codes, signed 8-bit scales of groups of 16.</summary>
    Q6_K,

    /// <summary>32 values: scale and 4-bit indices into a table of 16 levels.</summary>
    IQ4_NL,

    /// <summary>256 values: as <see cref="IQ4_NL"/> with 6-bit scales of groups of 32.</summary>
    IQ4_XS,
}
