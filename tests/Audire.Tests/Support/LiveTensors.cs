using static TorchSharp.torch;

namespace Audire.Tests.Support;

/// <summary>Counts live tensors for tests that nothing may be left behind.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// The count to begin with: garbage of earlier tests is collected first, so that its finalisers do not run, and lower the count, in the middle of
    /// this one. What a test compares with afterwards is <see cref="Tensor.TotalCount"/> as it is: no finaliser may be needed.
    /// </summary>
    public static long AtRest()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Tensor.TotalCount;
    }
}
