using Audire.Audio;
using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Beats;

/// <summary>Every recorded activation of the small BEATs models (fixtures/salmonn; tolerances of its README).</summary>
public sealed class BeatsParityTests
{
    private const double Tolerance = 1e-4;

    // Recorded names and the sites that show the same.
    private static readonly Dictionary<string, string> Sites = new(StringComparer.Ordinal)
    {
        ["beats.patch"] = "patch_embedding",
        ["beats.patch_ln"] = "layer_norm",
        ["beats.post_proj"] = "post_extract_proj",
        ["beats.pos_conv_weight"] = "encoder.pos_conv.0.weight",
        ["beats.after_posconv_ln"] = "encoder.layer_norm",
        ["beats.position_bias"] = "encoder.position_bias",
        ["beats.out"] = "out",
    };

    [Fact]
    public void Every_recorded_activation_is_reproduced_from_the_clip() => RecordedCase.Each("forward.safetensors", (@case, recorded) =>
    {
        using var model = BeatsModel.Load(@case.Checkpoint("beats.safetensors"));
        var clip = AudioFile.Load(Path.Combine(@case.Folder, @case.Json.GetProperty("clips")[0].GetProperty("file").GetString()!));
        var fbank = BeatsInput.Prepare(clip, model.Config);
        if (recorded.Has("fbank_norm")) TensorAssert.Close(recorded["fbank_norm"], fbank, Tolerance, $"{@case.Name}: fbank_norm");

        using var gradients = no_grad();
        using var seen = new Activations();
        seen.Keep("out", model.Forward(fbank, tap: seen.Tap));
        foreach (var name in recorded.Names.Where(name => name.StartsWith("beats.", StringComparison.Ordinal) && name != "beats.bucket"))
        {
            var actual = seen[Site(name)];
            if (name == "beats.pos_conv_weight") TensorAssert.Close(recorded[name], actual, 1e-6, $"{@case.Name}: {name}");
            else TensorAssert.Close(recorded[name], actual, Tolerance, $"{@case.Name}: {name}");
        }
        if (recorded.Has("beats.out"))
            TensorAssert.Close(recorded["beats.out"], model.Forward(fbank), Tolerance, $"{@case.Name}: beats.out with fused attention");
    });

    [Fact]
    public void Buckets_of_every_pair_are_the_recorded_ones() => RecordedCase.Each("forward.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("beats.bucket")) return;
        using var checkpoint = Checkpoint.Open(@case.Checkpoint("beats.safetensors"));
        var config = BeatsConfigReader.Read(checkpoint);
        var expected = recorded["beats.bucket"];
        var distances = RelativePositions.Buckets((int)expected.shape[0], config.Buckets, config.MaxDistance);
        TensorAssert.Close(expected, RelativePositions.Spread(distances.unsqueeze(0)).squeeze(0), 0, $"{@case.Name}: beats.bucket");
    });

    [Fact]
    public void A_batch_is_padded_by_the_published_rule() => RecordedCase.Each("batch.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("beats.padding_mask_frames")) return;
        using var model = BeatsModel.Load(@case.Checkpoint("beats.safetensors"));
        var clips = @case.Json.GetProperty("clips").EnumerateArray().Take(2).Select(entry => AudioFile.Load(Path.Combine(@case.Folder, entry.GetProperty("file").GetString()!))).ToList();
        var longest = clips.Max(clip => clip.Length);
        var fbank = cat([.. clips.Select(clip => BeatsInput.Prepare(Padded(clip, longest), model.Config))], 0);
        var frames = BeatsPadding.Shrink(BeatsPadding.FromLengths([.. clips.Select(clip => (long)clip.Length)], longest), fbank.shape[1]);
        TensorAssert.Close(recorded["beats.padding_mask_frames"], frames.to(ScalarType.Byte), 0, $"{@case.Name}: padding_mask_frames");

        using var gradients = no_grad();
        using var seen = new Activations();
        seen.Keep("out", model.Forward(fbank, frames, seen.Tap));
        var tokens = BeatsPadding.Shrink(frames, seen["out"].shape[1]);
        TensorAssert.Close(recorded["beats.padding_mask_tokens"], tokens.to(ScalarType.Byte), 0, $"{@case.Name}: padding_mask_tokens");
        foreach (var name in recorded.Names.Where(name => name.StartsWith("beats.", StringComparison.Ordinal) && !name.Contains("padding_mask", StringComparison.Ordinal)))
            TensorAssert.Close(recorded[name], seen[Site(name)], Tolerance, $"{@case.Name}: {name}");
        if (recorded.Has("beats.out"))
            TensorAssert.Close(recorded["beats.out"], model.Forward(fbank, frames), Tolerance, $"{@case.Name}: beats.out with fused attention");
    });

    [Fact]
    public void A_clip_alone_gives_what_was_recorded_alone() => RecordedCase.Each("single1.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("beats.out")) return;
        using var model = BeatsModel.Load(@case.Checkpoint("beats.safetensors"));
        var clip = AudioFile.Load(Path.Combine(@case.Folder, @case.Json.GetProperty("clips")[1].GetProperty("file").GetString()!));
        TensorAssert.Close(recorded["beats.out"], model.Forward(BeatsInput.Prepare(clip, model.Config)), Tolerance, $"{@case.Name}: beats.out");
    });

    [Fact]
    public void With_exact_padding_a_clip_in_a_batch_gives_what_it_gives_alone() => RecordedCase.Each("batch.safetensors", (@case, _) =>
    {
        using var model = BeatsModel.Load(@case.Checkpoint("beats.safetensors"));
        using var gradients = no_grad();
        var fbank = randn([1, 300, model.Config.MelBins], ScalarType.Float32, generator: new Generator(5));
        var cut = 171L;
        var batch = cat([fbank, fbank.clone()], 0);
        batch.select(0, 1).narrow(0, cut, 300 - cut).zero_();
        var padding = BeatsPadding.FromLengths([300, cut], 300);
        var together = model.Forward(batch, padding, exactPadding: true);
        var alone = model.Forward(fbank.narrow(1, 0, cut));
        TensorAssert.Close(alone.squeeze(0), together.select(0, 1).narrow(0, 0, alone.shape[1]), 1e-5, $"{@case.Name}: second of a batch");
        TensorAssert.Close(model.Forward(fbank).squeeze(0), together.select(0, 0), 1e-5, $"{@case.Name}: first of a batch");
    });

    [Fact]
    public void The_torch_file_holds_the_same_model_as_the_safetensors_file() => RecordedCase.Each("forward.safetensors", (@case, _) =>
    {
        if (!File.Exists(@case.Checkpoint("beats.pt"))) return;
        using var published = BeatsModel.Load(@case.Checkpoint("beats.pt"));
        using var converted = BeatsModel.Load(@case.Checkpoint("beats.safetensors"));
        Assert.Equal(converted.Config, published.Config);
        var fbank = randn([1, 64, published.Config.MelBins], ScalarType.Float32, generator: new Generator(6));
        TensorAssert.Close(converted.Forward(fbank), published.Forward(fbank), 0, $"{@case.Name}: beats.pt");
        TensorAssert.Close(converted.Classify(converted.Forward(fbank)), published.Classify(published.Forward(fbank)), 0, $"{@case.Name}: classes");
    });

    private static string Site(string name) => Sites.TryGetValue(name, out var site) ? site
        : name.Split('.') is ["beats", ['l', .. var layer], var what] ? $"encoder.layers.{layer}" + what switch
        {
            "gate" => ".self_attn.gate",
            "attn_probs" => ".self_attn.probs",
            "attn_out" => ".self_attn",
            "out" => "",
            _ => throw new KeyNotFoundException($"{name} is recorded, and no site here is known to be it."),
        }
        : throw new KeyNotFoundException($"{name} is recorded, and no site here is known to be it.");

    private static AudioClip Padded(AudioClip clip, int length)
    {
        var samples = new float[length];
        clip.Channel(0).CopyTo(samples);
        return AudioClip.Mono(samples, clip.SampleRate);
    }
}
