namespace Audire.Evaluation.Scenarios;

/// <summary>Keeps prepared clips up to a number of bytes; the oldest go first. Thread safe.</summary>
internal sealed class ClipCache(long capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ClipSource, PreparedClip> _clips = [];
    private readonly Queue<ClipSource> _order = new();
    private long _bytes;

    /// <summary>The clip, prepared now or before.</summary>
    public PreparedClip Get(ClipSource source)
    {
        lock (_gate)
            if (_clips.TryGetValue(source, out var known)) return known;
        var clip = PreparedClip.Of(source);
        lock (_gate)
        {
            if (!_clips.TryAdd(source, clip)) return clip;
            _order.Enqueue(source);
            for (_bytes += clip.Wav.Length; _bytes > capacity; _bytes -= Remove(_order.Dequeue())) { }
        }

        return clip;
    }

    private int Remove(ClipSource source)
    {
        _clips.Remove(source, out var clip);
        return clip!.Wav.Length;
    }
}
