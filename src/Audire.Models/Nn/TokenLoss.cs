using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Nn;

/// <summary>Cross-entropy at the positions that have a label, and how many of them the model got right.</summary>
/// <param name="Loss">Mean over the labels, a scalar that gradients flow from; belongs to the dispose scope of the call.</param>
/// <param name="Correct">Labels that were the most likely token.</param>
/// <param name="Tokens">Labels counted.</param>
public sealed record TokenLoss(Tensor Loss, long Correct, long Tokens)
{
    /// <summary>The label of a position that is not counted.</summary>
    public const long Ignored = -100;

    /// <summary>Scores the labelled positions only: logits are made for them and for no other, which is most of a large vocabulary's cost.</summary>
    /// <param name="hidden">[B, T, C], what the head reads.</param>
    /// <param name="labels">[B, T], int64: the token each position is to predict, or <see cref="Ignored"/>.</param>
    /// <param name="head">Makes scores [L, V] of rows [L, C], each row for itself.</param>
    /// <param name="smoothing">Share s of label smoothing: (1 - s)·(-log p) + s·mean over the vocabulary of -log p (Szegedy et al. 2016).</param>
    /// <param name="frozenHead">
    /// Whether no gradient is to reach the head itself: the gradient of each piece of rows is then taken at once, and no more logits are
    /// held than those of one piece.
    /// </param>
    /// <exception cref="ArgumentException">No position has a label, or shapes disagree.</exception>
    public static TokenLoss Of(Tensor hidden, Tensor labels, Func<Tensor, Tensor> head, double smoothing = 0, bool frozenHead = false)
    {
        if (!hidden.shape.AsSpan()[..^1].SequenceEqual(labels.shape))
            throw new ArgumentException($"Labels are [{string.Join(", ", labels.shape)}], hidden states [{string.Join(", ", hidden.shape)}]; one label a position is expected.", nameof(labels));
        using var scope = NewDisposeScope();
        var flat = labels.reshape(-1);                                           // [B·T]
        var places = flat.ne(Ignored).nonzero().view(-1);                        // [L]
        if (places.shape[0] == 0) throw new ArgumentException("No position has a label, so there is nothing to learn from; leave such a batch out.", nameof(labels));
        var targets = flat.index_select(0, places);                              // [L]
        var rows = hidden.reshape(-1, hidden.shape[^1]).index_select(0, places); // [L, C]
        var (loss, correct) = frozenHead ? FrozenHeadLoss.Of(rows, targets, head, smoothing) : Whole(rows, targets, head, smoothing);
        return new TokenLoss(loss.MoveToOuterDisposeScope(), correct, places.shape[0]);
    }

    /// <summary>Labels that are the most likely token.</summary>
    internal static long Hits(Tensor logits, Tensor targets) => logits.detach().argmax(1).eq(targets).sum().item<long>();

    private static (Tensor Loss, long Correct) Whole(Tensor rows, Tensor targets, Func<Tensor, Tensor> head, double smoothing)
    {
        var logits = head(rows);                                                               // [L, V]
        return (F.cross_entropy(logits, targets, label_smoothing: smoothing), Hits(logits, targets)); // []
    }

    /// <summary>Labels for next-token prediction: each position's label becomes that of the position after it, the last has none.</summary>
    /// <param name="labels">[B, T], int64, aligned with the tokens that were read.</param>
    /// <returns>[B, T], owned by the caller's dispose scope.</returns>
    public static Tensor Next(Tensor labels)
    {
        using var scope = NewDisposeScope();
        var none = full_like(labels.narrow(1, 0, 1), Ignored);                                          // [B, 1]
        return cat([labels.narrow(1, 1, labels.shape[1] - 1), none], 1).MoveToOuterDisposeScope();      // [B, T]
    }
}
