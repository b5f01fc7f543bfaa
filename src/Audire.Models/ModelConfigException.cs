namespace Audire.Models;

/// <summary>A model's configuration is missing something, contradicts itself, or names what Audire does not know.</summary>
public sealed class ModelConfigException : Exception
{
    /// <summary>Names the file and what is wrong with it.</summary>
    /// <param name="origin">The file.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="inner">The cause, if any.</param>
    public ModelConfigException(string origin, string problem, Exception? inner = null)
        : base($"{origin}: {problem}. Check that the configuration belongs to these weights.", inner) => Origin = origin;

    /// <summary>The file.</summary>
    public string Origin { get; }
}
