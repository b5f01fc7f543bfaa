namespace Audire.Training;

/// <summary>Training cannot start or go on; the message is one sentence that says what was found, where, and what to do.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What, where, what to do.</param>
    /// <param name="inner">What caused it.</param>
    public TrainingException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
