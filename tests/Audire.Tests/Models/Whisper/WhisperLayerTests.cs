using System.Globalization;
using System.Text.RegularExpressions;
using Audire.Models.Nn;
using Audire.Models.Whisper.Network;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Tests.Models.Whisper;

/// <summary>Every activation of a small random Whisper against a recorded run of the reference (transformers, float32).</summary>
public sealed class WhisperLayerTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Every_recorded_activation_is_reproduced()
    {
        using var tiny = new TinyWhisper();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Dictionary<string, Tensor> seen = [];
        ActivationTap tap = (site, value) =>
        {
            seen[site] = value.clone().MoveToOuterDisposeScope().DetachFromDisposeScope();
            return value;
        };
        using var memory = tiny.Network.Decoder.Hear(tiny.Network.Encoder.Forward(tiny.Load("input.mel"), tap, TestContext.Current.CancellationToken));
        using var state = new DecoderState(tiny.Network.Decoder, memory, rows: (int)memory.Windows, tap);
        seen["logits"] = tiny.Network.Decoder.Logits(tiny.Network.Decoder.Forward(tiny.Ids("input.decoder_ids"), state));

        var names = tiny.Names("out.").ToList();
        Assert.NotEmpty(names);
        List<string> failures = [];
        foreach (var name in names)
        {
            var expected = tiny.Load(name);
            var actual = Cut(seen[Site(name)], name, expected);
            if (!actual.shape.SequenceEqual(expected.shape)) failures.Add($"{name}: [{string.Join(',', actual.shape)}] for [{string.Join(',', expected.shape)}]");
            else if (Difference(actual, expected) is var difference && !(difference <= Tolerance)) failures.Add($"{name}: off by {difference}");
        }
        Assert.Empty(failures);
        foreach (var tensor in seen.Values) tensor.Dispose();
    }

    [Fact]
    public void Fused_attention_gives_the_recorded_logits_and_loss()
    {
        using var tiny = new TinyWhisper();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var ids = tiny.Load("input.decoder_ids");
        Assert.True(Difference(Logits(tiny, tiny.Ids("input.decoder_ids")), tiny.Load("out.logits")) <= Tolerance);

        var labels = tiny.Load("input.labels");
        Assert.Equal(tiny.Json.GetProperty("loss").GetDouble(), Loss(Logits(tiny, tiny.Ids("input.decoder_ids")), labels), 1e-5);

        var config = tiny.Json.GetProperty("config");
        var pad = labels.where(labels.ne(-100), tensor(config.GetProperty("pad_token_id").GetInt64()));
        var start = full([labels.shape[0], 1], config.GetProperty("decoder_start_token_id").GetInt64(), ScalarType.Int64);
        var shifted = cat([start, pad.narrow(1, 0, labels.shape[1] - 1)], 1);
        var loss = Loss(Logits(tiny, [.. shifted.contiguous().data<long>().Select(id => (int)id)]), labels);
        Assert.Equal(tiny.Json.GetProperty("loss_with_shifted_labels").GetDouble(), loss, 1e-5);
    }

    [Fact]
    public void Steps_with_a_cache_equal_one_pass()
    {
        using var tiny = new TinyWhisper();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var memory = tiny.Hear();
        using var state = new DecoderState(tiny.Network.Decoder, memory, rows: (int)memory.Windows);
        var ids = tiny.Load("input.decoder_ids");
        var expected = tiny.Load("out.logits");

        // One token, a piece of several, and the rest one by one.
        long[] pieces = [1, 3, .. Enumerable.Repeat(1L, (int)ids.shape[1] - 4)];
        var at = 0L;
        foreach (var piece in pieces)
        {
            var tokens = ids.narrow(1, at, piece).contiguous().data<long>().Select(id => (int)id).ToArray();
            at += piece;
            Assert.True(Difference(state.Step(tokens), expected.select(1, at - 1)) <= Tolerance);
        }
        Assert.Equal(ids.shape[1], state.Length);
    }

    [Fact]
    public void Reordered_rows_go_on_from_their_parents()
    {
        using var tiny = new TinyWhisper();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var memory = tiny.Hear(0);
        using var state = new DecoderState(tiny.Network.Decoder, memory);
        int[][] texts = [[96, 3, 7, 9], [96, 3, 8, 9], [96, 3, 7, 10]];
        _ = state.Step([96, 3]);
        state.Reorder([0, 0]);
        _ = state.Step([7, 8]);
        state.Reorder([0, 1, 0]);
        var actual = state.Step([9, 9, 10]);
        for (var row = 0; row < texts.Length; row++)
        {
            using var alone = new DecoderState(tiny.Network.Decoder, memory);
            Assert.True(Difference(actual.narrow(0, row, 1), alone.Step(texts[row])) <= Tolerance);
        }
        state.Rewind(2);
        Assert.Equal((1, 2), (state.Rows, state.Length));
    }

    [Fact]
    public void A_window_of_another_length_is_refused()
    {
        using var tiny = new TinyWhisper();
        using var scope = NewDisposeScope();
        var error = Assert.Throws<ArgumentException>(() => tiny.Network.Encoder.Forward(zeros(1, 80, 299), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("299", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encoding_stops_between_blocks_when_cancelled()
    {
        using var tiny = new TinyWhisper();
        using var scope = NewDisposeScope();
        using var source = new CancellationTokenSource();
        var blocks = 0;
        Assert.Throws<OperationCanceledException>(() => tiny.Network.Encoder.Forward(tiny.Load("input.mel"), (site, value) =>
        {
            if (site.EndsWith(".out", StringComparison.Ordinal) && ++blocks == 1) source.Cancel();
            return value;
        }, source.Token));
        Assert.Equal(1, blocks);
    }

    private static Tensor Logits(TinyWhisper tiny, int[] ids)
    {
        using var memory = tiny.Hear();
        using var state = new DecoderState(tiny.Network.Decoder, memory, rows: (int)memory.Windows);
        return tiny.Network.Decoder.Logits(tiny.Network.Decoder.Forward(ids, state));
    }

    private static double Loss(Tensor logits, Tensor labels) =>
        F.cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index: -100).item<float>();

    private static double Difference(Tensor actual, Tensor expected) => (actual - expected).abs().max().item<float>();

    // The recorded name in terms of the checkpoint's.
    private static string Site(string name)
    {
        var layer = Regex.Match(name, @"^out\.(enc|dec)\.l(\d+)\.(\w+)$", RegexOptions.CultureInvariant);
        if (layer.Success)
        {
            var module = (layer.Groups[1].Value == "enc" ? "encoder" : "decoder") + ".layers." + layer.Groups[2].Value;
            return layer.Groups[3].Value switch
            {
                "self_probs" or "self_probs_frame0" => module + ".self_attn.probs",
                "cross_probs" => module + ".encoder_attn.probs",
                var activation => $"{module}.{activation}",
            };
        }
        return name switch
        {
            "out.conv1" => "encoder.conv1",
            "out.conv_out" => "encoder.conv2",
            "out.enc.last_hidden" => "encoder.last_hidden",
            "out.dec.last_hidden" => "decoder.last_hidden",
            "out.logits" => "logits",
            _ => throw new KeyNotFoundException(string.Create(CultureInfo.InvariantCulture, $"{name} is recorded and no activation here is known to be it.")),
        };
    }

    // Some are recorded time-major, or only their first frames.
    private static Tensor Cut(Tensor value, string name, Tensor expected)
    {
        if (name.StartsWith("out.conv", StringComparison.Ordinal)) value = value.transpose(1, 2).narrow(1, 0, expected.shape[1]);
        return name.EndsWith("_frame0", StringComparison.Ordinal) ? value.narrow(2, 0, 1) : value;
    }
}
