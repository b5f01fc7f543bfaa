namespace Audire.Models.Nn;

/// <summary>What <see cref="IMergeable.Replace"/> did, and how it is undone.</summary>
/// <param name="undo">Run once.</param>
internal sealed class Replacement(Action undo) : IDisposable
{
    private Action? _undo = undo;

    public void Dispose() => Interlocked.Exchange(ref _undo, null)?.Invoke();
}
