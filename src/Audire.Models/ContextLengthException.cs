namespace Audire.Models;

/// <summary>A request needs more positions than the model has.</summary>
public sealed class ContextLengthException : Exception
{
    internal ContextLengthException(long needed, long available)
        : base($"The request needs {needed} positions and the model has {available}. Shorten the prompt, or ask for fewer tokens.") =>
        (Needed, Available) = (needed, available);

    /// <summary>Positions the request needs.</summary>
    public long Needed { get; }

    /// <summary>Positions the model has.</summary>
    public long Available { get; }
}
