using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>Sizes, names and libtorch counterparts of the element types.</summary>
public static class ElementTypes
{
    /// <summary>Values in one block: 1 for plain types, 32 or 256 for quantised ones. A block never spans rows.</summary>
    public static int BlockValues(this ElementType type) => type switch
    {
        < ElementType.Q4_0 => 1,
        ElementType.Q4_0 or ElementType.Q4_1 or ElementType.Q5_0 or ElementType.Q5_1 or ElementType.Q8_0 or ElementType.IQ4_NL => 32,
        _ => 256,
    };

    /// <summary>Bytes in one block.</summary>
    public static int BlockBytes(this ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 8,
        ElementType.F32 or ElementType.I32 or ElementType.U32 => 4,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 or ElementType.U16 => 2,
        ElementType.F8E4M3 or ElementType.F8E5M2 or ElementType.I8 or ElementType.U8 or ElementType.Bool => 1,
        ElementType.Q4_0 or ElementType.IQ4_NL => 18,
        ElementType.Q4_1 => 20,
        ElementType.Q5_0 => 22,
        ElementType.Q5_1 => 24,
        ElementType.Q8_0 => 34,
        ElementType.Q2_K => 84,
        ElementType.Q3_K => 110,
        ElementType.Q4_K => 144,
        ElementType.Q5_K => 176,
        ElementType.Q6_K => 210,
        ElementType.IQ4_XS => 136,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type."),
    };

    /// <summary>Whether values come in blocks that share a scale.</summary>
    public static bool IsQuantised(this ElementType type) => type >= ElementType.Q4_0;

    /// <summary>
    /// The type of the tensor that <see cref="Checkpoint.Load(string)"/> returns: the stored one where libtorch has it through TorchSharp;
    /// float32 for 8-bit floats and quantised blocks; the next wider signed integer for unsigned ones (int64 for U64).
    /// </summary>
    public static ScalarType LoadedAs(this ElementType type) => type switch
    {
        ElementType.F64 => ScalarType.Float64,
        ElementType.F16 => ScalarType.Float16,
        ElementType.BF16 => ScalarType.BFloat16,
        ElementType.I64 or ElementType.U64 or ElementType.U32 => ScalarType.Int64,
        ElementType.I32 or ElementType.U16 => ScalarType.Int32,
        ElementType.I16 => ScalarType.Int16,
        ElementType.I8 => ScalarType.Int8,
        ElementType.U8 => ScalarType.Byte,
        ElementType.Bool => ScalarType.Bool,
        _ => ScalarType.Float32,
    };

    /// <summary>The name written in safetensors headers and shown to people, such as "F16", "F8_E4M3", "Q5_1".</summary>
    public static string Label(this ElementType type) => type switch
    {
        ElementType.F8E4M3 => "F8_E4M3",
        ElementType.F8E5M2 => "F8_E5M2",
        ElementType.Bool => "BOOL",
        _ => type.ToString(),
    };
}
