using System.Runtime.InteropServices;

namespace Audire.Models.Tokenization;

/// <summary>What joining two neighbouring tokens gives: its rank (lowest first) and the joined token.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Merge(int Rank, int Id);

/// <summary>The merges of a byte-pair vocabulary, looked up by the pair of ids. Immutable once built.</summary>
internal sealed class MergeTable
{
    // Splits of a text cost its length squared: real pieces have at most some dozen characters.
    private const int MaxPieceLength = 1024;

    private readonly Dictionary<ulong, Merge> _merges;

    private MergeTable(Dictionary<ulong, Merge> merges) => _merges = merges;

    /// <summary>Whether the two tokens join, and into what.</summary>
    public bool TryGet(int left, int right, out Merge merge) => _merges.TryGetValue(Key(left, right), out merge);

    /// <summary>Merges written as pairs of token texts, best first (tokenizer.json, GGUF "gpt2").</summary>
    public static MergeTable FromPairs(string source, Vocabulary vocabulary, IReadOnlyList<(string Left, string Right)> pairs)
    {
        var merges = new Dictionary<ulong, Merge>(pairs.Count);
        for (var rank = 0; rank < pairs.Count; rank++)
        {
            var (left, right) = pairs[rank];
            var joined = Known(string.Concat(left, right));
            merges[Key(Known(left), Known(right))] = new Merge(rank, joined);

            int Known(string token) => vocabulary.Id(token) is >= 0 and var id ? id : throw new TokenizerException(
                $"{source}: merge {rank} (\"{Vocabulary.Shorten(left)}\" + \"{Vocabulary.Shorten(right)}\") needs the token \"{Vocabulary.Shorten(token)}\", which the vocabulary lacks.");
        }
        return new MergeTable(merges);
    }

    /// <summary>
    /// Merges of a SentencePiece BPE model: any two pieces whose texts join into a third may merge, the highest score first. Pieces of
    /// equal score share a rank, so that the leftmost goes first, as in SentencePiece.
    /// </summary>
    /// <param name="vocabulary">Texts and ids.</param>
    /// <param name="scores">Score by id, higher is better; NaN is refused by the readers.</param>
    /// <param name="mergeable">Ids that text may become: neither control, unknown nor byte pieces.</param>
    public static MergeTable FromScores(Vocabulary vocabulary, IReadOnlyList<float> scores, Func<int, bool> mergeable)
    {
        var pieces = Enumerable.Range(0, scores.Count).Where(mergeable).ToArray();
        Array.Sort(pieces, (a, b) => scores[b].CompareTo(scores[a]) is var order && order != 0 ? order : a.CompareTo(b));
        var merges = new Dictionary<ulong, Merge>(4 * pieces.Length);
        for (int i = 0, rank = 0; i < pieces.Length; i++)
        {
            if (i > 0 && scores[pieces[i]] != scores[pieces[i - 1]]) rank = i;
            var text = vocabulary.Token(pieces[i]).AsSpan();
            if (text.Length > MaxPieceLength) continue;
            for (var cut = 1; cut < text.Length; cut++)
            {
                var left = vocabulary.Id(text[..cut]);
                if (left < 0 || !mergeable(left)) continue;
                var right = vocabulary.Id(text[cut..]);
                if (right >= 0 && mergeable(right)) merges[Key(left, right)] = new Merge(rank, pieces[i]);
            }
        }
        return new MergeTable(merges);
    }

    // The dictionary hashes a number by its halves' exclusive or, which would put every pair of equal ids into one bucket. Multiplying by
    // an odd number keeps pairs apart and mixes them.
    private static ulong Key(int left, int right) => unchecked((((ulong)(uint)left << 32) | (uint)right) * 0x9E3779B97F4A7C15);
}
