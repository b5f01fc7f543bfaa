namespace Audire.Models.Generation;

/// <summary>
/// Ends a text at the first stop string, however the text is cut into chunks: what may be the beginning of one is held back until it
/// is known. Of several the one that is complete first counts, and of those the longest.
/// </summary>
/// <remarks>One matcher a text; not safe to share between threads.</remarks>
/// <param name="stops">The stop strings, none of them empty; compared character by character.</param>
public sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Whether a stop string has come up; nothing is shown after it.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next chunk; returns what may be shown now.</summary>
    public string Append(string chunk)
    {
        if (Stopped) return "";
        if (stops.Count == 0) return chunk;
        var text = _held + chunk;
        var (start, end) = (-1, int.MaxValue);
        foreach (var stop in stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at < 0 || at + stop.Length > end || (at + stop.Length == end && at > start)) continue;
            (start, end) = (at, at + stop.Length);
        }
        Stopped = start >= 0;
        var shown = Stopped ? start : text.Length - Opening(text);
        _held = Stopped ? "" : text[shown..];
        return text[..shown];
    }

    /// <summary>Ends the text: returns what was held back.</summary>
    public string Flush()
    {
        var held = _held;
        _held = "";
        return held;
    }

    /// <summary>Length of the longest end of <paramref name="text"/> that begins a stop string.</summary>
    private int Opening(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length))) longest = length;
        return longest;
    }
}
