using Audire.Models.Nn;

namespace Audire.Models.Planning;

/// <summary>What a whole model needs in memory, for each way of holding its language model.</summary>
/// <param name="Parts">Its parts.</param>
public sealed record MemoryPlan(IReadOnlyList<PartPlan> Parts)
{
    /// <summary>Weight types in the order of their size.</summary>
    public static IReadOnlyList<WeightType> Types { get; } = [WeightType.F32, WeightType.F16, WeightType.BF16, WeightType.Int8, WeightType.Int4];

    /// <summary>
    /// How a part is held when the model is held in a type, as a converted folder has it: language models in that type; Whisper's encoder, whose products have
    /// many rows, in no fewer than 8 bits; BEATs in no fewer than 16; what was trained on top, which is small and decides the answers, in float32.
    /// </summary>
    public static WeightType TypeOf(PartPlan part, WeightType type) => part.Name switch
    {
        PartPlan.Bridge => WeightType.F32,
        PartPlan.SoundEncoder when type is WeightType.Int8 or WeightType.Int4 => WeightType.F16,
        _ when part.IsLanguageModel => type,
        _ => type == WeightType.Int4 ? WeightType.Int8 : type,
    };

    /// <summary>Bytes of all weights.</summary>
    public long Weights(WeightType type) => Parts.Sum(part => part.Bytes(TypeOf(part, type)));

    /// <summary>Keys and values of so many positions of one sequence, in bytes: the buffers double as they grow, so up to twice the least.</summary>
    public long Cache(int positions) => Parts.Sum(part => part.CacheBytes) / 1000 * Capacity(positions);

    /// <summary>What is held besides, at the part that needs most: parts compute one after the other.</summary>
    public long Activations => Parts.Count == 0 ? 0 : Parts.Max(part => part.ActivationBytes);

    /// <summary>Everything: weights, keys and values, intermediate results, and what libtorch and the runtime take themselves.</summary>
    public long Total(WeightType type, int positions) => Weights(type) + Cache(positions) + Activations + Runtime;

    /// <summary>What a process with libtorch takes before it holds a model: measured 0.2 to 0.3 GB.</summary>
    public const long Runtime = 300L << 20;

    private static long Capacity(int positions)
    {
        long capacity = 256;
        while (capacity < positions) capacity *= 2;
        return capacity;
    }
}
