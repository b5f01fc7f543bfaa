using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>Writes token by token: the best one each time, or one drawn.</summary>
public static class TokenLoop
{
    /// <summary>Continues every row of a state until it ends; rows that ended are dropped from the state.</summary>
    /// <param name="state">The decoder, its prompts read. It is used up; the caller disposes it.</param>
    /// <param name="firstLogits">Logits after the prompts, [rows, vocabulary]; read before this method returns.</param>
    /// <param name="prompts">The prompt of each row, pads left out: what penalties look at.</param>
    /// <param name="options">Limits, penalties, sampling; beams are another method's (<see cref="BeamSearch"/>).</param>
    /// <param name="cancellation">Looked at before every token.</param>
    /// <returns>Tokens as they are written, in each step by row. Each is computed when it is asked for.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or counts of rows differ.</exception>
    public static IEnumerable<GeneratedToken> Run(
        IDecoderState state, Tensor firstLogits, IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        if (options.Beams > 1) throw new ArgumentException($"{options.Beams} beams are asked for: {nameof(TokenLoop)} writes one sequence a row; use {nameof(BeamSearch)}.", nameof(options));
        if (prompts.Count != state.Rows || firstLogits.shape[0] != state.Rows)
            throw new ArgumentException($"The state has {state.Rows} rows, the logits {firstLogits.shape[0]}, and there are {prompts.Count} prompts.", nameof(prompts));
        cancellation.ThrowIfCancellationRequested();
        var writer = new Writer(state, prompts, options);
        return writer.Run(writer.Choose(firstLogits), cancellation);
    }

    /// <summary>Continues the one row of a state.</summary>
    /// <param name="state">The decoder, its prompt read. It is used up; the caller disposes it.</param>
    /// <param name="firstLogits">Logits after the prompt, [1, vocabulary]; read before this method returns.</param>
    /// <param name="prompt">The prompt: what penalties look at.</param>
    /// <param name="options">Limits, penalties, sampling.</param>
    /// <param name="cancellation">Looked at before every token.</param>
    /// <returns>Tokens as they are written. Each is computed when it is asked for.</returns>
    public static IEnumerable<GeneratedToken> Run(
        IDecoderState state, Tensor firstLogits, IReadOnlyList<int> prompt, GenerationOptions options, CancellationToken cancellation = default) =>
        Run(state, firstLogits, [prompt], options, cancellation);

    private sealed class Writer(IDecoderState state, IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options)
    {
        private readonly IReadOnlyList<ILogitsProcessor> _steps = [.. LogitsProcessors.Penalties(options), .. LogitsProcessors.Warpers(options)];
        private readonly SampleStream _draws = new(options.Seed);
        private readonly List<int> _rows = [.. Enumerable.Range(0, prompts.Count)]; // live rows, by their first numbers
        private readonly List<TokenHistory> _histories = [.. prompts.Select(prompt => new TokenHistory(prompt))];

        public IEnumerable<GeneratedToken> Run(int[] chosen, CancellationToken cancellation)
        {
            for (var written = 1; ; written++)
            {
                var going = new List<int>();
                for (var i = 0; i < chosen.Length; i++)
                {
                    _histories[i].Add(chosen[i]);
                    FinishReason? finish = options.StopIds.Contains(chosen[i]) ? FinishReason.StopId
                        : written >= options.MaxNewTokens ? FinishReason.Length : null;
                    if (finish is null) going.Add(i);
                    yield return new GeneratedToken(_rows[i], chosen[i], finish);
                }
                if (going.Count == 0) yield break;
                cancellation.ThrowIfCancellationRequested();
                chosen = Step(going, [.. going.Select(i => chosen[i])]);
            }
        }

        public int[] Choose(Tensor logits)
        {
            using var gradients = no_grad();
            using var scope = NewDisposeScope();
            var scores = _steps.Apply(logits, _histories);                   // [B, V]
            return options.Temperature == 0 ? Sampler.Best(scores) : Sampler.Draw(scores, i => _draws.Draw(_rows[i], _histories[i].Written));
        }

        private int[] Step(List<int> going, int[] tokens)
        {
            if (going.Count < _rows.Count) Keep(going);
            using var gradients = no_grad();
            using var scope = NewDisposeScope();
            return Choose(state.Step(tokens));                               // [B, V]
        }

        private void Keep(List<int> going)
        {
            state.Reorder(CollectionsMarshal.AsSpan(going));
            var (rows, histories) = (_rows.ToArray(), _histories.ToArray());
            _rows.Clear();
            _histories.Clear();
            foreach (var i in going)
            {
                _rows.Add(rows[i]);
                _histories.Add(histories[i]);
            }
        }
    }
}
