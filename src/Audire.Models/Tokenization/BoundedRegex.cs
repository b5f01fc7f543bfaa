using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Audire.Models.Tokenization;

/// <summary>
/// A regular expression from a tokenizer file. Patterns of well-known tokenizers run as code generated at build time; any other has a
/// time limit a match and a call, since a file may hold a pattern that takes for ever. It sees letters, digits and marks beyond U+FFFF
/// as what they are, where .NET's own classes see two surrogates (<see cref="ShadowText"/>). Thread-safe.
/// </summary>
internal sealed class BoundedRegex
{
    private const int MaxPatternLength = 4096;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly string _source;
    private readonly Regex _regex;
    private readonly bool _trusted;

    /// <param name="source">The file, for messages.</param>
    /// <param name="pattern">The pattern in the dialect that .NET and the file's library share.</param>
    public BoundedRegex(string source, string pattern)
    {
        _source = source;
        if (SplitPatterns.TryGet(pattern, out var known))
        {
            (_regex, _trusted) = (known, true);
            return;
        }
        if (pattern.Length > MaxPatternLength)
            throw new TokenizerException($"{source}: a pattern has {pattern.Length} characters; {MaxPatternLength} are accepted.");
        try
        {
            _regex = new Regex(pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (ArgumentException error)
        {
            throw new TokenizerException($"{source}: the pattern {Vocabulary.Shorten(pattern)} is not a regular expression this program understands ({error.Message})", error);
        }
    }

    /// <summary>The non-empty matches, as ranges of <paramref name="text"/>, left to right.</summary>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> text)
    {
        var matches = new List<(int, int)>();
        var shadow = new ShadowText(text);
        var started = _trusted ? 0 : Stopwatch.GetTimestamp();
        try
        {
            foreach (var match in _regex.EnumerateMatches(shadow.HasShadow ? shadow.Text : text))
            {
                if (match.Length > 0) matches.Add((shadow.Original(match.Index), shadow.Original(match.Index + match.Length)));
                if (!_trusted && Stopwatch.GetElapsedTime(started) > Limit) throw TooSlow(null);
            }
        }
        catch (RegexMatchTimeoutException error)
        {
            throw TooSlow(error);
        }
        return matches;
    }

    /// <summary>The text with every match replaced, literally.</summary>
    public string Replace(string text, string content)
    {
        var matches = Matches(text);
        if (matches.Count == 0) return text;
        TextNormalizers.CheckGrowth(text.Length + (long)matches.Count * content.Length);
        var result = new StringBuilder(text.Length);
        var last = 0;
        foreach (var (start, end) in matches)
        {
            result.Append(text, last, start - last).Append(content);
            last = end;
        }
        return result.Append(text, last, text.Length - last).ToString();
    }

    private TokenizerException TooSlow(Exception? error) => new(
        $"{_source}: the pattern {Vocabulary.Shorten(_regex.ToString())} took more than {Limit.TotalSeconds:0} seconds on one text; the tokenizer file is unusable.", error!);
}
