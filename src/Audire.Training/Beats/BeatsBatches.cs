using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Audire.Metrics.Randomness;

namespace Audire.Training.Beats;

/// <summary>
/// Training batches without an end. Clips are drawn with replacement, rarer labels more often; batches of a pool hold clips of like length. What is in a
/// batch follows from its number and the seed alone.
/// </summary>
public sealed class BeatsBatches : IBatchSource<BeatsExample>
{
    private const int PoolBatches = 16;
    private const int Attempts = 8;

    private readonly IReadOnlyList<LabelledClip> _clips;
    private readonly BeatsLoader _loader;
    private readonly BeatsBatchOptions _options;
    private readonly double[] _weights;
    private long _poolNumber = -1;
    private int[][] _pool = [];

    /// <summary>Makes a source; nothing is read yet.</summary>
    /// <param name="clips">The training clips, at least one.</param>
    /// <param name="loader">Makes examples.</param>
    /// <param name="options">Sizes, balance, changes, seed.</param>
    public BeatsBatches(IReadOnlyList<LabelledClip> clips, BeatsLoader loader, BeatsBatchOptions options)
    {
        if (clips.Count == 0) throw new TrainingException("There are no training clips; check the manifest's split and its labels.");
        (_clips, _loader, _options, _weights) = (clips, loader, options, Weights(clips, options.Balance));
        BatchesPerEpoch = Math.Max(1, (clips.Count + options.BatchSize - 1) / options.BatchSize);
        Identity = new Dictionary<string, string>(StringComparer.Ordinal) { ["clips"] = Hash(clips), ["batches"] = options.Description };
    }

    /// <inheritdoc/>
    public long BatchesPerEpoch { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity { get; }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">None of the files tried can be read.</exception>
    public IReadOnlyList<BeatsExample> Load(long number, CancellationToken cancellationToken)
    {
        var examples = new List<BeatsExample>();
        var chosen = Choose(number);
        // A batch of nothing but bad files draws from pools that no batch uses otherwise.
        for (var attempt = 0; examples.Count == 0 && attempt < Attempts; attempt++, chosen = Choose(-1 - (number * Attempts) - attempt))
            for (var i = 0; i < chosen.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var random = new PythonRandom(StepSeed.Mix(unchecked((ulong)_options.Seed), unchecked((ulong)(number * _options.BatchSize) + (ulong)i)));
                if (_loader.Load(_clips[chosen[i]], random, _options.Augmentation, _options.Masking) is { } example) examples.Add(example);
            }
        return examples.Count > 0 ? examples : throw new TrainingException($"No clip of batch {number} can be read ({string.Join("; ", _loader.Unreadable.Take(3).Select(file => $"{file.Key}: {file.Value}"))}).");
    }

    /// <inheritdoc/>
    public void Release(IReadOnlyList<BeatsExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }

    // Clips of one pool in order of length, cut into batches, the batches shuffled.
    private int[] Choose(long number)
    {
        var pool = Math.DivRem(number < 0 ? -number : number, PoolBatches, out var place);
        var key = number < 0 ? ~pool : pool;
        if (key != _poolNumber)
        {
            var random = new PythonRandom(StepSeed.Mix(unchecked((ulong)_options.Seed) + 1, unchecked((ulong)key)));
            var drawn = random.ChoiceWithReplacement(_weights, PoolBatches * _options.BatchSize);
            _pool = [.. drawn.OrderBy(index => _clips[index].Seconds).ThenBy(index => index).Chunk(_options.BatchSize)];
            random.Shuffle<int[]>(_pool);
            _poolNumber = key;
        }
        return _pool[place];
    }

    // A clip counts as its rarest label does: (1 / clips with that label) to the power of the balance.
    private static double[] Weights(IReadOnlyList<LabelledClip> clips, double balance)
    {
        var counts = clips.SelectMany(clip => clip.Labels).GroupBy(label => label).ToDictionary(label => label.Key, label => (double)label.Count());
        return [.. clips.Select(clip => Math.Pow(clip.Labels.Count == 0 ? 1.0 / clips.Count : clip.Labels.Max(label => 1 / counts[label]), balance))];
    }

    private static string Hash(IReadOnlyList<LabelledClip> clips)
    {
        var text = new StringBuilder();
        foreach (var clip in clips)
        {
            text.Append(clip.Hash.Length > 0 ? clip.Hash : Path.GetFileName(clip.Path)).Append('\t').Append(clip.Seconds.ToString("r", CultureInfo.InvariantCulture));
            foreach (var (set, label) in clip.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)) text.Append('\t').Append(set).Append('=').Append(label);
            text.Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
