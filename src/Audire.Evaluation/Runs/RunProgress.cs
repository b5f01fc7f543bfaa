namespace Audire.Evaluation.Runs;

/// <summary>How far a run is; reported after every instance.</summary>
/// <param name="Done">Instances that are answered or have failed.</param>
/// <param name="Total">Instances in all, over all systems.</param>
/// <param name="Reused">Of those done, answered from the store.</param>
/// <param name="Failed">Of those done, failed.</param>
/// <param name="PerSecond">Instances asked a second, over those that were really asked; 0 before the first.</param>
/// <param name="Left">Time left at that rate; null before it can be told.</param>
/// <param name="System">The system that is asked.</param>
/// <param name="Scenario">The scenario.</param>
public sealed record RunProgress(int Done, int Total, int Reused, int Failed, double PerSecond, TimeSpan? Left, string System, string Scenario);

/// <summary>How a run ended.</summary>
/// <param name="Directory">The run folder.</param>
/// <param name="Stats">All numbers.</param>
/// <param name="Problems">Why the run does not pass, one sentence each; empty where it does.</param>
/// <param name="Asked">Requests that were sent; those answered from the store are not among them.</param>
public sealed record RunOutcome(string Directory, RunStats Stats, IReadOnlyList<string> Problems, int Asked)
{
    /// <summary>True where the run passes.</summary>
    public bool Passed => Problems.Count == 0;
}
