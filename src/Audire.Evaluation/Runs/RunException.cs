namespace Audire.Evaluation.Runs;

/// <summary>A run that cannot be read, written or continued; the message is one sentence that says what, where and what to do.</summary>
public sealed class RunException : Exception
{
    /// <summary>Makes the error.</summary>
    public RunException(string message) : base(message) { }

    /// <summary>Makes the error with its cause.</summary>
    public RunException(string message, Exception cause) : base(message, cause) { }
}
