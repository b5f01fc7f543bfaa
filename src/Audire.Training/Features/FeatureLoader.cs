using Audire.Audio;
using Audire.Models.Salmonn;
using Audire.Training.Data;

namespace Audire.Training.Features;

/// <summary>Gives what the encoders say of examples: from the cache where it is there, else computed, rounded and stored.</summary>
/// <remarks>Thread-safe; encoders run one clip at a time.</remarks>
public sealed class FeatureLoader
{
    private readonly Func<AudioClip, CancellationToken, IReadOnlyList<EncodedClip>> _encode;
    private readonly string _identity;
    private readonly FeatureCache? _cache;
    private readonly Lock _encoding = new();
    private long _runs;

    /// <summary>Sets the loader up.</summary>
    /// <param name="encode">Runs the frozen encoders.</param>
    /// <param name="identity">Hash of the encoders' weights, and the settings that change what they say.</param>
    /// <param name="variants">Variants of clips.</param>
    /// <param name="cache">Null computes every time.</param>
    public FeatureLoader(Func<AudioClip, CancellationToken, IReadOnlyList<EncodedClip>> encode, string identity, ClipVariants variants, FeatureCache? cache) =>
        (_encode, _identity, Variants, _cache) = (encode, identity, variants, cache);

    /// <summary>Variants of clips.</summary>
    public ClipVariants Variants { get; }

    /// <summary>How often the encoders have run: still from the second epoch on.</summary>
    public long EncoderRuns => Interlocked.Read(ref _runs);

    /// <summary>Fills the cache with every variant of examples.</summary>
    /// <param name="items">The examples.</param>
    /// <param name="variants">Variants of each.</param>
    /// <param name="progress">Told how many are done, of how many.</param>
    /// <param name="cancellationToken">Stops between clips; what was computed stays.</param>
    public void Fill(IReadOnlyList<SurveyedItem> items, int variants, Action<int, int>? progress, CancellationToken cancellationToken)
    {
        if (_cache is null) return;
        var wanted = items.DistinctBy(item => item.Hash).SelectMany(item => Enumerable.Range(0, variants).Select(variant => (Item: item, Variant: variant))).ToArray();
        for (var done = 0; done < wanted.Length; done++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (item, variant) = wanted[done];
            if (!_cache.Has(Key(item, variant)))
                foreach (var clip in Compute(item, variant, cancellationToken)) clip.Dispose();
            progress?.Invoke(done + 1, wanted.Length);
        }
    }

    /// <summary>What the encoders say of a variant of an example, rounded to 16 bits; the caller's.</summary>
    public IReadOnlyList<EncodedClip> Load(SurveyedItem item, int variant, CancellationToken cancellationToken) =>
        _cache?.Find(Key(item, variant)) ?? Compute(item, variant, cancellationToken);

    private IReadOnlyList<EncodedClip> Compute(SurveyedItem item, int variant, CancellationToken cancellationToken)
    {
        IReadOnlyList<EncodedClip> rounded;
        try
        {
            var clip = Variants.Apply(ClipReader.Read(item.Item, cancellationToken), variant);
            lock (_encoding) rounded = FeatureCache.Rounded(_encode(clip, cancellationToken), item.Item.Name);
        }
        catch (Exception e) when (e is AudioFormatException or IOException)
        {
            throw new TrainingException($"{item.Item.Path} could be read when the run began and cannot now ({e.Message.TrimEnd('.')}); put it back and start again: the run goes on from its last checkpoint.", e);
        }
        Interlocked.Increment(ref _runs);
        _cache?.Store(Key(item, variant), rounded);
        return rounded;
    }

    private string Key(SurveyedItem item, int variant) => FeatureCache.Key("1", item.Hash, _identity, Variants.Identity(variant));
}
