namespace Audire.Models.Checkpoints.Gguf;

/// <summary>The numbers GGUF gives to element types.</summary>
internal static class GgmlTypes
{
    private static readonly (ElementType Type, uint Number)[] Numbers =
    [
        (ElementType.F32, 0), (ElementType.F16, 1), (ElementType.Q4_0, 2), (ElementType.Q4_1, 3), (ElementType.Q5_0, 6),
        (ElementType.Q5_1, 7), (ElementType.Q8_0, 8), (ElementType.Q2_K, 10), (ElementType.Q3_K, 11), (ElementType.Q4_K, 12),
        (ElementType.Q5_K, 13), (ElementType.Q6_K, 14), (ElementType.IQ4_NL, 20), (ElementType.IQ4_XS, 23), (ElementType.I8, 24),
        (ElementType.I16, 25), (ElementType.I32, 26), (ElementType.I64, 27), (ElementType.F64, 28), (ElementType.BF16, 30),
    ];

    private static readonly Dictionary<ElementType, uint> NumberOf = Numbers.ToDictionary(pair => pair.Type, pair => pair.Number);
    private static readonly Dictionary<uint, ElementType> ByNumber = Numbers.ToDictionary(pair => pair.Number, pair => pair.Type);

    /// <summary>Null for numbers that are removed, unknown, or not read here.</summary>
    public static ElementType? Parse(uint number) => ByNumber.TryGetValue(number, out var type) ? type : null;

    /// <summary>Null for types that GGUF does not have.</summary>
    public static uint? Number(ElementType type) => NumberOf.TryGetValue(type, out var number) ? number : null;

    /// <summary>The value of <c>general.file_type</c> for a file whose matrices are mostly of this type; null where none is defined.</summary>
    public static uint? FileType(ElementType type) => type switch
    {
        ElementType.F32 => 0,
        ElementType.F16 => 1,
        ElementType.Q4_0 => 2,
        ElementType.Q4_1 => 3,
        ElementType.Q8_0 => 7,
        ElementType.Q5_0 => 8,
        ElementType.Q5_1 => 9,
        ElementType.BF16 => 32,
        _ => null,
    };
}
