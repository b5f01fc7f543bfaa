namespace Audire.Models.Nn;

/// <summary>How the matrices of a model are held in memory. Norms, biases and position tables are always float32.</summary>
public enum WeightType
{
    /// <summary>32-bit floats: the reference precision, right on every machine.</summary>
    F32,

    /// <summary>16-bit floats (IEEE): half the memory, and the time of one row; products compute in float32 on x64 with AVX2, elsewhere those of few rows in half precision.</summary>
    F16,

    /// <summary>bfloat16: half the memory; fast for many rows where the CPU is quick at it (<see cref="Runtime.CpuFeatures.QuickBf16"/>).</summary>
    BF16,

    /// <summary>8-bit integers with one scale a row.</summary>
    Int8,

    /// <summary>4-bit integers in groups of 32 along a row, each with a scale and a zero point; GGUF's Q4_0 and Q4_1 blocks are repacked, not requantised.</summary>
    Int4,
}
