namespace Audire.Training;

/// <summary>How the gradients of several batches become one step.</summary>
public enum Accumulation
{
    /// <summary>The mean over everything counted in all of them, as one large batch would give it.</summary>
    WeightedMean,

    /// <summary>The plain mean of the batches' gradients.</summary>
    Mean,

    /// <summary>Their sum, and a rate that follows batches instead of steps: what the reference does.</summary>
    Reference,
}
