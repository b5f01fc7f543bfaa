namespace Audire.Evaluation.Runs;

/// <summary>One number of a board: a system's value in a scenario under a metric, never without its size and interval.</summary>
/// <param name="System">The system's name as it was given, say <c>cascade:whisper-base+smollm2-135m</c>.</param>
/// <param name="Scenario">The scenario's name, unique in its suite.</param>
/// <param name="Aspect">The aspect it belongs to, say <c>robustness</c>.</param>
/// <param name="Metric">The metric's name, say <c>wer</c>; over a slice <c>wer@snr:10</c>, a difference between slices <c>wer@gender:female-male</c>.</param>
/// <param name="HigherIsBetter">The metric's direction; null where it has none.</param>
/// <param name="Value">The value; null where no instance could be scored.</param>
/// <param name="Low">Lower end of the 95 % interval; null where it is not defined.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
/// <param name="Interval">The interval's method, say <c>wilson</c> or <c>bootstrap(clip, 2000)</c>; empty where there is none.</param>
/// <param name="N">Instances that were scored.</param>
/// <param name="Missing">Instances whose score is not defined (an empty reference, say).</param>
/// <param name="Failed">Instances whose request failed.</param>
public sealed record Cell(
    string System, string Scenario, string Aspect, string Metric, bool? HigherIsBetter,
    double? Value, double? Low, double? High, string Interval, int N, int Missing, int Failed)
{
    /// <summary>True for the scenario's main metric, which stands on the board and enters win rates.</summary>
    public bool Main { get; init; }
}
