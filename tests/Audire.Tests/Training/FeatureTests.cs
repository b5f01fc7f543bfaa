using Audire.Audio;
using Audire.Models.Salmonn;
using Audire.Tests.Evaluation;
using Audire.Training.Data;
using Audire.Training.Features;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>The cache of encoders' answers, and variants of clips.</summary>
public sealed class FeatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fresh_and_cached_are_the_same_bits_and_the_second_time_no_encoder_runs()
    {
        var items = Items(3);
        var loader = Loader("cache", 1 << 20);
        var fresh = items.Select(item => Values(loader.Load(item, 1, Stop))).ToArray();
        Assert.Equal(3, loader.EncoderRuns);
        var again = Loader("cache", 1 << 20);
        Assert.Equal(fresh, items.Select(item => Values(again.Load(item, 1, Stop))));
        again.Fill(items, 2, null, TestContext.Current.CancellationToken);
        Assert.Equal(3, again.EncoderRuns); // variant 0 was new, variant 1 was there
        Assert.NotEqual(fresh[0], Values(again.Load(items[0], 0, Stop)));
        Assert.Equal(fresh, items.Select(item => Values(Loader(null, 0).Load(item, 1, Stop)))); // without a cache: rounded all the same
    }

    [Fact]
    public void Another_encoder_another_setting_and_another_sound_have_other_keys()
    {
        Assert.NotEqual(FeatureCache.Key("1", "sound", "encoder", ""), FeatureCache.Key("1", "sound", "other", ""));
        Assert.NotEqual(FeatureCache.Key("a", "bc"), FeatureCache.Key("ab", "c"));
    }

    [Fact]
    public void Beyond_the_cap_the_files_not_used_for_longest_go()
    {
        var cache = new FeatureCache(_folder.Combine("small"), 12_000);
        foreach (var number in Enumerable.Range(0, 8))
        {
            using var clip = Clip(number);
            cache.Store(FeatureCache.Key($"{number}"), [clip]); // about 4 kB each
        }
        Assert.True(cache.Bytes <= 12_000);
        Assert.True(cache.Has(FeatureCache.Key("7")));
        Assert.False(cache.Has(FeatureCache.Key("0")));
    }

    [Fact]
    public void A_damaged_or_vanished_file_is_made_again()
    {
        var items = Items(1);
        var loader = Loader("cache", 1 << 20);
        var fresh = Values(loader.Load(items[0], 0, Stop));
        var file = Directory.EnumerateFiles(_folder.Combine("cache"), "*.safetensors", SearchOption.AllDirectories).Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^7]);
        Assert.Equal(fresh, Values(loader.Load(items[0], 0, Stop)));
        File.Delete(file);
        Assert.Equal(fresh, Values(loader.Load(items[0], 0, Stop)));
        Assert.Equal(3, loader.EncoderRuns);
    }

    [Fact]
    public void Variants_follow_from_sound_number_and_seed()
    {
        var clip = ClipReader.Read(Items(1)[0].Item, TestContext.Current.CancellationToken);
        var variants = new ClipVariants(4, 3);
        Assert.Same(clip, variants.Apply(clip, 0));
        var hashes = Enumerable.Range(0, 4).Select(variant => variants.Apply(clip, variant).ContentHash).ToArray();
        Assert.Equal(4, hashes.Distinct().Count());
        Assert.Equal(hashes, Enumerable.Range(0, 4).Select(variant => variants.Apply(clip, variant).ContentHash));
        Assert.NotEqual(hashes[1], (variants with { Seed = 4 }).Apply(clip, 1).ContentHash);
        Assert.InRange(variants.Apply(clip, 2).Length, clip.Length * 0.9, clip.Length * 1.1);
        var silence = AudioClip.Mono(new float[16000], AudioClip.SpeechRate);
        Assert.Equal(0, variants.Apply(silence, 1).Channel(0).ToArray().Max());
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FeatureLoader Loader(string? cache, long capacity) => new(
        (clip, _) =>
        {
            using var scope = NewDisposeScope();
            var samples = tensor(clip.Channel(0).ToArray()).narrow(0, 0, 6400).reshape(-1, 8); // [800, 8]
            return [new EncodedClip((samples * 3.1f).MoveToOuterDisposeScope(), (samples + 0.1f).MoveToOuterDisposeScope())];
        }, "encoder", new ClipVariants(2), cache is null ? null : new FeatureCache(_folder.Combine(cache), capacity));

    private SurveyedItem[] Items(int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        var path = _folder.Combine($"{number}.wav");
        var samples = Enumerable.Range(0, 8000).Select(i => MathF.Sin(i * 0.01f * (number + 1)) * 0.3f).ToArray();
        File.WriteAllBytes(path, WavWriter.Encode(AudioClip.Mono(samples, AudioClip.SpeechRate)));
        var item = new TrainingItem { Line = number + 1, Name = $"{number}.wav", Path = path, Text = "x" };
        return new SurveyedItem(item, ClipReader.Read(item, Stop).ContentHash, 0.5);
    })];

    private static EncodedClip Clip(int number) => new(full([200, 8], number, ScalarType.Float16), full([50, 8], -number, ScalarType.Float16));

    private static float[] Values(IReadOnlyList<EncodedClip> clips)
    {
        using var scope = NewDisposeScope();
        var values = clips.SelectMany(clip => new[] { clip.Speech, clip.Audio! }).SelectMany(part => part.to(ScalarType.Float32).data<float>().ToArray()).ToArray();
        foreach (var clip in clips) clip.Dispose();
        return values;
    }
}
