namespace Audire.Models.Generation;

/// <summary>What one row has read and written: the tokens that penalties and bans look at.</summary>
/// <remarks>Grows by one token a step; not thread-safe.</remarks>
public sealed class TokenHistory
{
    private readonly List<int> _tokens;

    /// <summary>Starts from a prompt.</summary>
    /// <param name="prompt">Its tokens, pads left out.</param>
    public TokenHistory(IEnumerable<int> prompt)
    {
        _tokens = [.. prompt];
        PromptLength = _tokens.Count;
    }

    private TokenHistory(TokenHistory other)
    {
        _tokens = [.. other._tokens];
        PromptLength = other.PromptLength;
    }

    /// <summary>Prompt and written tokens, in order.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>How many of them are the prompt.</summary>
    public int PromptLength { get; }

    /// <summary>How many were written.</summary>
    public int Written => _tokens.Count - PromptLength;

    /// <summary>Appends a written token.</summary>
    public void Add(int token) => _tokens.Add(token);

    /// <summary>A history that goes on from here by <paramref name="token"/>; this one stays.</summary>
    internal TokenHistory With(int token)
    {
        var longer = new TokenHistory(this);
        longer.Add(token);
        return longer;
    }

    /// <summary>The written tokens.</summary>
    internal int[] WrittenTokens() => [.. _tokens.Skip(PromptLength)];
}
