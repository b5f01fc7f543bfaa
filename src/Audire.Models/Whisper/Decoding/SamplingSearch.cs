using Audire.Models.Generation;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>Writes rows independently of one another: the likeliest token each time at temperature 0, drawn tokens above it.</summary>
/// <param name="temperature">0 for the likeliest; else scores are divided by it before drawing.</param>
/// <param name="rows">Texts to write, of which the best is kept; one at temperature 0, where all would be the same.</param>
/// <param name="lengthPenalty">By which the best is chosen, see <see cref="Hypothesis.Score"/>.</param>
/// <param name="seed">Seed of the drawing; equal seeds give equal texts.</param>
internal sealed class SamplingSearch(double temperature, int rows, double? lengthPenalty, long seed)
{
    private readonly int _rows = temperature == 0 ? 1 : rows;
    private readonly SampleStream _draws = new((ulong)seed);

    /// <summary>Runs the search.</summary>
    /// <param name="task">The prompt; its state is used up.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public Hypothesis Run(SearchTask task, CancellationToken cancellationToken)
    {
        using var outer = NewDisposeScope();
        var written = Enumerable.Range(0, _rows).Select(_ => new List<int>()).ToArray();
        var sums = new double[_rows];
        var ended = new bool[_rows];
        task.State.Reorder(new int[_rows]);
        var logits = task.FirstLogits.repeat(_rows, 1);          // [R, V]
        for (var step = 0; ; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (tokens, scores) = Choose(task.LogProbs(logits, written), step);
            for (var row = 0; row < _rows; row++)
            {
                if (ended[row]) tokens[row] = task.EndOfText;
                if (ended[row]) continue;
                sums[row] += scores[row];
                ended[row] = tokens[row] == task.EndOfText;
                if (!ended[row]) written[row].Add(tokens[row]);
            }
            logits.Dispose();
            if (Array.TrueForAll(ended, end => end) || step + 1 >= task.MaxTokens) break;
            logits = task.State.Step(tokens);                    // [R, V]
        }
        return Hypothesis.Best(written.Zip(sums, (tokens, sum) => new Hypothesis(tokens, sum)), lengthPenalty);
    }

    // A token for each row, and its log-probability (of the untempered scores).
    private (int[] Tokens, float[] Scores) Choose(Tensor logProbs, int step)
    {
        using var scope = NewDisposeScope();
        using var owned = logProbs;
        var tokens = temperature == 0 ? Sampler.Best(logProbs) : Sampler.Draw(logProbs / temperature, row => _draws.Draw(row, step));
        var ids = tensor(Array.ConvertAll(tokens, token => (long)token), [_rows, 1], device: logProbs.device);
        return (tokens, logProbs.gather(1, ids).cpu().data<float>().ToArray());
    }
}
