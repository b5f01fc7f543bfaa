namespace Audire.Models.Checkpoints;

/// <summary>Arithmetic of strided tensors, in elements.</summary>
internal static class Strides
{
    /// <summary>Strides of a row-major tensor without gaps.</summary>
    public static long[] RowMajor(ReadOnlySpan<long> shape)
    {
        var strides = new long[shape.Length];
        var step = 1L;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            strides[d] = step;
            step *= Math.Max(shape[d], 1);
        }
        return strides;
    }

    /// <summary>Elements from the first to the last one touched, both included; 0 for an empty tensor. Nothing negative may go in.</summary>
    /// <exception cref="OverflowException">The extent passes 2^63 - 1.</exception>
    public static long Extent(ReadOnlySpan<long> shape, ReadOnlySpan<long> strides)
    {
        var last = 0L;
        var empty = false;
        for (var d = 0; d < shape.Length; d++)
        {
            if (shape[d] == 0) empty = true;
            else last = checked(last + (shape[d] - 1) * strides[d]);
        }
        return empty ? 0 : checked(last + 1);
    }
}
