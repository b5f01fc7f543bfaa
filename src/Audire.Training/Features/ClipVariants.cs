using Audire.Audio;
using Audire.Metrics.Randomness;
using Audire.Training.Augmentation;
using static System.FormattableString;

namespace Audire.Training.Features;

/// <summary>
/// A fixed number of variants of each clip, the first of them the clip itself: so that what encoders say of all of them can be cached. A variant
/// follows from the sound, its number and the seed.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
/// <param name="Count">Variants of a clip, itself included; 1 changes nothing.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Changes">What may be changed; null for the defaults.</param>
public sealed record ClipVariants(int Count = 1, long Seed = 0, ClipAugmentation? Changes = null)
{
    private readonly ClipAugmentation _changes = Changes ?? new ClipAugmentation();

    /// <summary>The numbers, for the record.</summary>
    public string Description => Count == 1 ? "none" : Invariant($"{Count} of seed {Seed}: {_changes.Description}");

    /// <summary>What a variant depends on besides the sound: part of the cache's key.</summary>
    /// <param name="variant">0 for the clip itself.</param>
    public string Identity(int variant) => variant == 0 ? "" : Invariant($"{variant} of seed {Seed}: {_changes.Description}");

    /// <summary>A variant of a clip.</summary>
    /// <param name="clip">One channel at 16 kHz.</param>
    /// <param name="variant">0 for the clip itself.</param>
    public AudioClip Apply(AudioClip clip, int variant) =>
        variant == 0 ? clip : _changes.Apply(clip, new PythonRandom((long)(StepSeed.Mix(StepSeed.Of(clip.ContentHash) ^ (ulong)Seed, (ulong)variant) >> 1)));

    /// <summary>Which variant is heard: they take turns, beginning elsewhere for each example, so that every epoch sees all of them.</summary>
    /// <param name="index">The example.</param>
    /// <param name="pass">How often it was drawn before.</param>
    public int Turn(int index, long pass) => (int)((ulong)(pass + index) % (ulong)Count);
}
