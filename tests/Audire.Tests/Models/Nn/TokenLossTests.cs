using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Cross-entropy at labelled positions against recorded losses and gradients (fixtures/llm, cross_entropy).</summary>
public sealed class TokenLossTests
{
    [Fact]
    public void Losses_and_gradients_are_the_recorded_ones()
    {
        using var json = Fixtures.Json("llm", "cross_entropy.json");
        using var tensors = new FixtureTensors(Fixtures.Require("llm", "cross_entropy.safetensors"));
        foreach (var entry in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var name = entry.GetProperty("name").GetString()!;
            var cut = name.IndexOf(".ls", StringComparison.Ordinal);
            var smoothing = double.Parse(name[(cut + 3)..], System.Globalization.CultureInfo.InvariantCulture);
            var logits = tensors[name[..cut] + ".logits"].clone().requires_grad_();
            var labels = tensors[name[..cut] + ".labels"];
            var loss = TokenLoss.Of(logits, labels, rows => rows, smoothing);
            var expected = entry.GetProperty("mean").GetDouble();
            Assert.Equal(expected, loss.Loss.item<float>(), 1e-6 * Math.Abs(expected));
            Assert.Equal(entry.GetProperty("sum").GetDouble() / expected, loss.Tokens, 1e-3);
            loss.Loss.backward();
            TensorAssert.Close(tensors[name + ".grad"], logits.grad!, 1e-6, name);

            var each = entry.GetProperty("none").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            for (var row = 0; row < each.Length; row++)
                if (labels[row].item<long>() != TokenLoss.Ignored)
                    Assert.Equal(each[row], TokenLoss.Of(logits.narrow(0, row, 1), labels.narrow(0, row, 1), rows => rows, smoothing).Loss.item<float>(), 1e-6 * each.Max());
        }
    }

    [Fact]
    public void Only_labelled_rows_reach_the_head_and_hits_are_counted()
    {
        using var scope = NewDisposeScope();
        var hidden = eye(4).view(2, 2, 4);
        var labels = tensor(new long[] { 0, TokenLoss.Ignored, 3, 3 }, [2, 2]);
        var loss = TokenLoss.Of(hidden, labels, rows =>
        {
            Assert.Equal([3, 4], rows.shape);
            return rows;
        });
        Assert.Equal((2L, 3L), (loss.Correct, loss.Tokens));
    }

    [Fact]
    public void A_batch_without_labels_is_refused_in_one_sentence()
    {
        using var scope = NewDisposeScope();
        var none = full([1, 3], TokenLoss.Ignored, ScalarType.Int64);
        Assert.Contains("nothing to learn", Assert.Throws<ArgumentException>(() => TokenLoss.Of(zeros(1, 3, 4), none, rows => rows)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TokenLoss.Of(zeros(1, 2, 4), none, rows => rows));
    }

    [Fact]
    public void Labels_move_one_place_to_the_left()
    {
        using var scope = NewDisposeScope();
        var next = TokenLoss.Next(tensor(new long[] { 5, 6, 7, 8, 9, 10 }, [2, 3]));
        Assert.Equal([6, 7, TokenLoss.Ignored, 9, 10, TokenLoss.Ignored], next.data<long>().ToArray());
    }
}
