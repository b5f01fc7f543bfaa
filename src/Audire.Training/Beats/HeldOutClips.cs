namespace Audire.Training.Beats;

/// <summary>Held-out clips as batches, loaded once and kept: short ones first, unchanged.</summary>
public sealed class HeldOutClips : IBatchSource<BeatsExample>, IDisposable
{
    private readonly BeatsExample[][] _batches;

    /// <summary>Loads all clips.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="loader">Makes examples.</param>
    /// <param name="batchSize">Clips a batch.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="TrainingException">None of the files can be read.</exception>
    public HeldOutClips(IEnumerable<LabelledClip> clips, BeatsLoader loader, int batchSize, CancellationToken cancellationToken)
    {
        var examples = new List<BeatsExample>();
        foreach (var clip in clips)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (loader.Load(clip) is { } example) examples.Add(example);
        }
        if (examples.Count == 0) throw new TrainingException("No held-out clip can be read; check the manifest's split 'valid' and its paths.");
        _batches = [.. examples.OrderBy(example => example.Features.shape[0]).ThenBy(example => example.Name, StringComparer.Ordinal).Chunk(batchSize)];
    }

    /// <inheritdoc/>
    public long BatchesPerEpoch => _batches.Length;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<BeatsExample> Load(long number, CancellationToken cancellationToken) => _batches[number % _batches.Length];

    /// <summary>Frees the clips.</summary>
    public void Dispose()
    {
        foreach (var example in _batches.SelectMany(batch => batch)) example.Dispose();
    }
}
