using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>What <see cref="TorchOps.WeightedSums"/> asks to be told of a table: all its rows, in their order, and where each part of the result begins.</summary>
/// <remarks>
/// It depends on the shape alone, so that layers of one shape share it for as long as the process lives: less memory, and still in the processor's
/// cache when the next layer asks. Thread-safe.
/// </remarks>
internal sealed class BagOrder
{
    private static readonly ConcurrentDictionary<(long Parts, long Rows, string Device), Lazy<BagOrder>> Known = new();

    private BagOrder(long parts, long rows, Device device)
    {
        using var mode = inference_mode(false);
        using var scope = NewDisposeScope();
        Rows = arange(parts * rows, ScalarType.Int32, device).DetachFromDisposeScope();
        Bags = arange(0, parts * rows + 1, rows, ScalarType.Int32, device).DetachFromDisposeScope();
        Ones = ones([parts, 1], ScalarType.Float32, device).DetachFromDisposeScope();
    }

    /// <summary>0, 1, …, [parts·rows], int32.</summary>
    public Tensor Rows { get; }

    /// <summary>The first row of each part and the end, [parts + 1], int32.</summary>
    public Tensor Bags { get; }

    /// <summary>[parts, 1], float32.</summary>
    public Tensor Ones { get; }

    /// <summary>The order of a table of some parts of as many rows each.</summary>
    public static BagOrder Of(long parts, long rows, Device device) =>
        Known.GetOrAdd((parts, rows, device.ToString()), _ => new Lazy<BagOrder>(() => new BagOrder(parts, rows, device))).Value;
}
