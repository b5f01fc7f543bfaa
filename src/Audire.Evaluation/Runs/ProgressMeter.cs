namespace Audire.Evaluation.Runs;

/// <summary>Counts instances and tells the rate and the time left. Thread safe.</summary>
internal sealed class ProgressMeter(TimeProvider time, IProgress<RunProgress>? progress, int total)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private int _done, _reused, _failed;

    public void Report(AskOutcome outcome, string system, string scenario)
    {
        RunProgress report;
        lock (_gate)
        {
            _done++;
            if (outcome == AskOutcome.Reused) _reused++;
            if (outcome == AskOutcome.Failed) _failed++;
            // Answers from the store take no time worth predicting by.
            int asked = _done - _reused;
            double elapsed = time.GetElapsedTime(_start).TotalSeconds;
            double rate = asked > 0 && elapsed > 0 ? asked / elapsed : 0;
            report = new RunProgress(_done, total, _reused, _failed, rate, rate > 0 ? TimeSpan.FromSeconds((total - _done) / rate) : null, system, scenario);
        }

        progress?.Report(report);
    }
}
