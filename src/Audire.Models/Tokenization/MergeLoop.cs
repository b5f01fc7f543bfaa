namespace Audire.Models.Tokenization;

/// <summary>
/// Byte-pair merging of one piece of text: a linked list of tokens and a heap of the joins now possible, best rank first and leftmost
/// among equals. n tokens take O(n log n), so a piece of 100,000 characters is no trap. One loop serves byte-level and SentencePiece
/// vocabularies; they differ only in the table and in the tokens a text starts as.
/// </summary>
/// <remarks>A workspace of one call: reused from piece to piece, never shared between threads.</remarks>
internal sealed class MergeLoop(MergeTable merges)
{
    private const int None = int.MaxValue;

    private int _count;
    private int[] _ids = new int[64];       // token at a position, in text order
    private int[] _previous = new int[64];  // live neighbour to the left, -1 at the start
    private int[] _next = new int[64];      // live neighbour to the right, _count at the end
    private int[] _rank = new int[64];      // rank of the join of this position with its right neighbour, None if there is none
    private int[] _joined = new int[64];    // token that join gives
    private ulong[] _heap = new ulong[64];  // rank << 32 | position; entries whose rank is no longer the position's are stale
    private int _heapCount;

    /// <summary>Appends a token the piece starts as.</summary>
    public void Add(int id)
    {
        if (_count == _ids.Length) Grow();
        _ids[_count++] = id;
    }

    /// <summary>Joins until no join is left, appends the tokens to <paramref name="output"/> and is ready for the next piece.</summary>
    public void Finish(List<int> output)
    {
        for (var i = 0; i < _count; i++)
        {
            _previous[i] = i - 1;
            _next[i] = i + 1;
        }
        for (var i = 0; i < _count; i++) Offer(i);
        while (_heapCount > 0)
        {
            var best = Pop();
            var position = (int)(uint)best;
            if (_rank[position] != (int)(best >> 32)) continue;
            Join(position);
        }
        for (var i = 0; i < _count; i = _next[i]) output.Add(_ids[i]);
        _count = 0;
    }

    private void Join(int position)
    {
        var right = _next[position];
        _ids[position] = _joined[position];
        _rank[right] = None;
        _next[position] = _next[right];
        if (_next[right] < _count) _previous[_next[right]] = position;
        Offer(position);
        if (_previous[position] >= 0) Offer(_previous[position]);
    }

    private void Offer(int position)
    {
        _rank[position] = None;
        if (_next[position] >= _count || !merges.TryGet(_ids[position], _ids[_next[position]], out var merge)) return;
        _rank[position] = merge.Rank;
        _joined[position] = merge.Id;
        Push(((ulong)(uint)merge.Rank << 32) | (uint)position);
    }

    private void Push(ulong key)
    {
        if (_heapCount == _heap.Length) Array.Resize(ref _heap, 2 * _heapCount);
        var hole = _heapCount++;
        for (; hole > 0 && _heap[(hole - 1) / 2] > key; hole = (hole - 1) / 2) _heap[hole] = _heap[(hole - 1) / 2];
        _heap[hole] = key;
    }

    private ulong Pop()
    {
        var best = _heap[0];
        var key = _heap[--_heapCount];
        var hole = 0;
        while (2 * hole + 1 < _heapCount)
        {
            var child = 2 * hole + 1;
            if (child + 1 < _heapCount && _heap[child + 1] < _heap[child]) child++;
            if (_heap[child] >= key) break;
            _heap[hole] = _heap[child];
            hole = child;
        }
        _heap[hole] = key;
        return best;
    }

    private void Grow()
    {
        var size = 2 * _ids.Length;
        Array.Resize(ref _ids, size);
        Array.Resize(ref _previous, size);
        Array.Resize(ref _next, size);
        Array.Resize(ref _rank, size);
        Array.Resize(ref _joined, size);
    }
}
