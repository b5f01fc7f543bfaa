using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Cross-entropy at labelled positions against recorded losses and gradients (fixtures/llm, cross_entropy).</summary>
public sealed class TokenLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Losses_and_gradients_are_the_recorded_ones(bool frozenHead)
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
            var loss = TokenLoss.Of(logits, labels, rows => rows, smoothing, frozenHead);
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
    public void A_frozen_head_taken_in_pieces_gives_the_loss_and_gradient_of_the_whole()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var matrix = randn([50, 8], generator: generator);
        var labels = randint(0, 50, [3, 100], ScalarType.Int64, generator: generator);
        var (whole, pieces) = (Hidden(), Hidden());
        var expected = TokenLoss.Of(whole * 2, labels, rows => rows.matmul(matrix.t()), 0.1);
        var found = TokenLoss.Of(pieces * 2, labels, rows => rows.matmul(matrix.t()), 0.1, frozenHead: true);
        Assert.Equal((expected.Correct, expected.Tokens), (found.Correct, found.Tokens));
        Assert.Equal(expected.Loss.item<float>(), found.Loss.item<float>(), 1e-5);
        (expected.Loss * 3).backward();
        (found.Loss * 3).backward();
        TensorAssert.Close(whole.grad!, pieces.grad!, 1e-6, "gradient");
        using var gradients = no_grad();
        Assert.Equal(expected.Loss.item<float>(), TokenLoss.Of(pieces * 2, labels, rows => rows.matmul(matrix.t()), 0.1, frozenHead: true).Loss.item<float>(), 1e-5);

        static Tensor Hidden()
        {
            using var same = new Generator(5, CPU);
            return randn([3, 100, 8], generator: same).requires_grad_();
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
