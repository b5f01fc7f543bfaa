namespace Audire.Evaluation.Suites;

/// <summary>A suite or a manifest that cannot be used; the message is one sentence that says what was found, where, and what is expected.</summary>
public sealed class SuiteException : Exception
{
    /// <summary>Makes the error.</summary>
    public SuiteException(string message) : base(message) { }

    /// <summary>Makes the error with its cause.</summary>
    public SuiteException(string message, Exception cause) : base(message, cause) { }
}
