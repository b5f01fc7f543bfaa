namespace Audire.Models.Checkpoints.Conversion;

/// <summary>Decides how each tensor of a model is stored: matrices in the type asked for, what is small or delicate in floats.</summary>
internal sealed class ConversionPlan(ElementType type, bool gguf)
{
    // Tables that are added rather than multiplied: their rounding goes straight into the activations, and they are small.
    private static readonly string[] PositionTables = ["embed_positions", "position_embed", "pos_embed", "position_embd", "positional_embedding", "wpe."];

    private readonly List<ConversionFallback> _fallbacks = [];

    /// <summary>Matrices that could not be stored as asked, and why.</summary>
    public IReadOnlyList<ConversionFallback> Fallbacks => _fallbacks;

    public ElementType TypeOf(TensorEntry entry)
    {
        if (!IsFloat(entry.Type)) return Integer(entry.Type);
        if (!gguf) return type;
        if (entry.Shape.Length < 2 || PositionTables.Any(part => entry.Name.Contains(part, StringComparison.Ordinal)))
            return entry.Type is ElementType.F16 ? ElementType.F16 : ElementType.F32;
        if (entry.Columns % type.BlockValues() == 0) return type;
        _fallbacks.Add(new(entry.Name, ElementType.F16, $"rows of {entry.Columns} values are no whole number of {type.Label()} blocks of {type.BlockValues()}"));
        return ElementType.F16;
    }

    private static bool IsFloat(ElementType stored) =>
        stored.IsQuantised() || stored is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F8E4M3 or ElementType.F8E5M2;

    // The narrowest type of the target that holds every value.
    private ElementType Integer(ElementType stored) => stored switch
    {
        ElementType.U16 => ElementType.I32,
        ElementType.U32 or ElementType.U64 => ElementType.I64,
        ElementType.Bool when gguf => ElementType.I8,
        ElementType.U8 when gguf => ElementType.I16,
        _ => stored,
    };
}
