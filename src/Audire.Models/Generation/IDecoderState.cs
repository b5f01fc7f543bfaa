using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>A batch of live sequences over one model, with caches of its own: what a search needs to know of a decoder.</summary>
/// <remarks>Not thread-safe.</remarks>
public interface IDecoderState : IDisposable
{
    /// <summary>Live sequences.</summary>
    int Rows { get; }

    /// <summary>Tokens read so far by each, prompt and pads included.</summary>
    int Length { get; }

    /// <summary>Reads one token a row.</summary>
    /// <param name="tokens">[<see cref="Rows"/>] token ids.</param>
    /// <returns>Logits of what comes next, [<see cref="Rows"/>, vocabulary], float32, owned by the caller's dispose scope.</returns>
    Tensor Step(ReadOnlySpan<int> tokens);

    /// <summary>Replaces the rows by chosen ones: row i continues what row <c>parents[i]</c> has read.</summary>
    /// <param name="parents">Old row numbers, with repetition; their count is the new <see cref="Rows"/>.</param>
    void Reorder(ReadOnlySpan<int> parents);
}
