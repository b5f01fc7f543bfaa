using Audire.Models.Generation;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>A decoder whose next logits are a function of what a row has read: searches are tested without a model.</summary>
internal sealed class ScriptedState(Func<IReadOnlyList<int>, float[]> logits, params int[][] prompts) : IDecoderState
{
    private List<List<int>> _rows = [.. prompts.Select(prompt => prompt.ToList())];

    public int Rows => _rows.Count;

    public int Length => _rows.Count == 0 ? 0 : _rows[0].Count;

    /// <summary>How many times a token was read.</summary>
    public int Steps { get; private set; }

    /// <summary>Logits after what has been read.</summary>
    public Tensor Logits() => tensor(_rows.SelectMany(logits).ToArray(), [Rows, _rows.Sum(row => logits(row).Length) / Rows]);

    public Tensor Step(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length != Rows) throw new ArgumentException($"{tokens.Length} tokens for {Rows} rows.", nameof(tokens));
        for (var row = 0; row < Rows; row++) _rows[row].Add(tokens[row]);
        Steps++;
        return Logits();
    }

    public void Reorder(ReadOnlySpan<int> parents) => _rows = [.. parents.ToArray().Select(parent => _rows[parent].ToList())];

    public void Dispose() { }
}
