using System.Runtime.CompilerServices;
using Audire.Models.Runtime;
using Audire.Models.Tokenization;

namespace Audire.Models.Generation;

/// <summary>Tokens to text while they are being written.</summary>
public static class TextGeneration
{
    /// <summary>
    /// The text of one sequence, chunk by chunk: characters whole, stop strings and control markers left out. Reading stops at a stop
    /// string, and the tokens after it are never computed.
    /// </summary>
    /// <param name="tokens">The tokens of one sequence as they are written.</param>
    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <param name="stopStrings">Texts that end the text; they are not shown.</param>
    public static IEnumerable<TextChunk> ToText(this IEnumerable<GeneratedToken> tokens, Tokenizer tokenizer, IReadOnlyList<string> stopStrings)
    {
        var stream = new TokenStream(tokenizer);
        var stop = new StopMatcher(stopStrings);
        var count = 0;
        foreach (var token in tokens)
        {
            count++;
            var text = stop.Append(token.Finish == FinishReason.StopId ? "" : stream.Append(token.Id));
            if (token.Finish is not null && !stop.Stopped) text += stop.Append(stream.Flush());
            if (token.Finish is not null && !stop.Stopped) text += stop.Flush();
            yield return new TextChunk(text, count, stop.Stopped ? FinishReason.StopString : token.Finish);
            if (stop.Stopped) yield break;
        }
    }

    /// <summary>Computes each item of a sequence on a compute thread, so that a caller who awaits is never blocked by a model.</summary>
    /// <param name="items">A sequence whose items take time.</param>
    /// <param name="cancellation">Looked at before every item.</param>
    public static async IAsyncEnumerable<T> OnComputeThreads<T>(this IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var enumerator = items.GetEnumerator();
        while (await ComputeThreads.RunAsync(enumerator.MoveNext, cancellation).ConfigureAwait(false))
            yield return enumerator.Current;
    }
}
