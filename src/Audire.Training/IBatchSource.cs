namespace Audire.Training;

/// <summary>Batches by number: which examples a batch holds follows from its number and nothing else, so a run's place in the data is one integer.</summary>
/// <typeparam name="TExample">One training example.</typeparam>
/// <remarks><see cref="Load"/> is called from a background thread, one call at a time, in order of the numbers.</remarks>
public interface IBatchSource<TExample>
{
    /// <summary>Batches in one pass over the data, at least 1; for the record and for schedules that count epochs.</summary>
    long BatchesPerEpoch { get; }

    /// <summary>What the order and the content of batches depend on: hash of the manifest, seed, batch size and kin.</summary>
    IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>A batch, with at least one example.</summary>
    /// <param name="number">From 0, without an end.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    IReadOnlyList<TExample> Load(long number, CancellationToken cancellationToken);

    /// <summary>Called when a batch has been used; examples that own memory are let go here. Does nothing by default.</summary>
    void Release(IReadOnlyList<TExample> batch)
    {
    }
}
