namespace Audire.Models.Checkpoints.Torch;

/// <summary>The faults of one file's pickles, and the allowance of work they may cause.</summary>
internal sealed class PickleFaults(string path)
{
    // Far above any honest file, low enough to end within a second.
    private const long MaxWork = 1L << 26;

    private long _work;

    public CheckpointException Fault(CheckpointFault kind, string reason) => new(path, null, kind, reason);

    public CheckpointException Bad(string reason) => Fault(CheckpointFault.BadPickle, $"has a pickle that {reason}");

    /// <summary>Accounts for work that no byte of the pickle pays for, such as copying a memoised list again and again.</summary>
    public void Charge(long units)
    {
        _work += units;
        if (_work > MaxWork) throw Fault(CheckpointFault.TooLarge, "has a pickle that unfolds to more than any checkpoint holds");
    }
}
