namespace Audire.Training;

/// <summary>Measures a model between steps.</summary>
/// <remarks>Must leave the weights as they are. What it draws at random does not touch the run: each step seeds its own generators.</remarks>
public interface IEvaluation
{
    /// <summary>The metric that decides which weights are the best.</summary>
    string Metric { get; }

    /// <summary>Whether more of it is better.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Measures.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="cancellationToken">Stops the measuring; nothing of it is kept then.</param>
    /// <returns>Values by name, <see cref="Metric"/> among them.</returns>
    IReadOnlyDictionary<string, double> Measure(long step, CancellationToken cancellationToken);
}
