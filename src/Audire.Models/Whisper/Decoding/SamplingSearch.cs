using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>Writes rows independently of one another: the likeliest token each time at temperature 0, drawn tokens above it.</summary>
/// <param name="temperature">0 for the likeliest; else scores are divided by it before drawing.</param>
/// <param name="rows">Texts to write, of which the best is kept; 1 at temperature 0, where all are the same.</param>
/// <param name="lengthPenalty">By which the best is chosen, see <see cref="Hypothesis.Score"/>.</param>
/// <param name="seed">Seed of the drawing.</param>
internal sealed class SamplingSearch(double temperature, int rows, double? lengthPenalty, long seed)
{
    private readonly int _rows = temperature == 0 ? 1 : rows;

    /// <summary>Runs the search.</summary>
    /// <param name="task">The prompt; its state is used up.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public Hypothesis Run(SearchTask task, CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        using var generator = new Generator((ulong)seed, task.FirstLogits.device);
        var written = Enumerable.Range(0, _rows).Select(_ => new List<int>()).ToArray();
        var sums = new double[_rows];
        var ended = new bool[_rows];
        var next = new int[_rows];
        task.State.Reorder(next);
        var logits = task.FirstLogits.repeat(_rows, 1);                             // [R, V]
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using (NewDisposeScope())
            {
                var logProbs = task.LogProbs(logits, written);                      // [R, V]
                var chosen = Choose(logProbs, generator);                           // [R, 1]
                var ids = chosen.data<long>().ToArray();
                var scores = logProbs.gather(1, chosen).data<float>().ToArray();
                for (var row = 0; row < _rows; row++)
                {
                    next[row] = ended[row] ? task.EndOfText : (int)ids[row];
                    if (ended[row]) continue;
                    sums[row] += scores[row];
                    ended[row] = next[row] == task.EndOfText;
                    if (!ended[row]) written[row].Add(next[row]);
                }
            }
            logits.Dispose();
            if (Array.TrueForAll(ended, e => e) || written.Max(row => row.Count) >= task.MaxTokens) break;
            logits = task.State.Step(next);                                         // [R, V]
        }
        return Hypothesis.Best(written.Zip(sums, (tokens, sum) => new Hypothesis(tokens, sum)), lengthPenalty);
    }

    private Tensor Choose(Tensor logProbs, Generator generator) => temperature == 0
        ? logProbs.argmax(-1, keepdim: true)                                         // [R, 1]
        : (logProbs / temperature).softmax(-1).multinomial(1, generator: generator); // [R, 1]
}
