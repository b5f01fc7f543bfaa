namespace Audire.Models.Generation;

/// <summary>How text is written: limits, penalties, sampling, search. The defaults are greedy.</summary>
/// <remarks>
/// Immutable. Steps act in this order: repetition penalty, presence and frequency penalty, no-repeat n-gram, least length; then, when
/// sampling, temperature, top-k, top-p, min-p.
/// </remarks>
public sealed record GenerationOptions
{
    /// <summary>The most tokens to write, end token included.</summary>
    /// <value>At least 1; default 256.</value>
    public int MaxNewTokens { get; init; } = 256;

    /// <summary>Tokens to write before an end token may come.</summary>
    /// <value>At least 0; default 0.</value>
    public int MinNewTokens { get; init; }

    /// <summary>0 takes the most probable token; above 0 draws one, the more evenly the higher.</summary>
    /// <value>0 to 100; default 0.</value>
    public double Temperature { get; init; }

    /// <summary>Draws from this many best tokens.</summary>
    /// <value>At least 0; default 0: from all.</value>
    public int TopK { get; init; }

    /// <summary>Draws from the best tokens that have this probability together.</summary>
    /// <value>Above 0, at most 1; default 1: from all.</value>
    public double TopP { get; init; } = 1;

    /// <summary>Draws from tokens at least this share as probable as the best.</summary>
    /// <value>0 to 1; default 0: from all.</value>
    public double MinP { get; init; }

    /// <summary>Divides the positive scores of tokens in prompt and text, multiplies the negative ones.</summary>
    /// <value>Above 0, at most 10; default 1: off.</value>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Subtracted from the score of every token already written.</summary>
    /// <value>-2 to 2; default 0.</value>
    public double PresencePenalty { get; init; }

    /// <summary>Subtracted from a token's score for each time it was written.</summary>
    /// <value>-2 to 2; default 0.</value>
    public double FrequencyPenalty { get; init; }

    /// <summary>No run of this many tokens comes twice in prompt and text.</summary>
    /// <value>At least 0; default 0: off.</value>
    public int NoRepeatNgramSize { get; init; }

    /// <summary>Seeds the draws: equal seeds and logits give equal texts on every machine.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>Tokens that end the text.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<int> StopIds { get; init; } = [];

    /// <summary>Texts that end the text; they are not shown. Found across token borders.</summary>
    /// <value>None of them empty; default none.</value>
    public IReadOnlyList<string> StopStrings { get; init; } = [];

    /// <summary>Sequences a beam search keeps; 1 is no beam search.</summary>
    /// <value>1 to 64; default 1.</value>
    public int Beams { get; init; } = 1;

    /// <summary>Scores of a beam search are divided by the number of written tokens to this power: above 0 favours long texts.</summary>
    /// <value>-10 to 10; default 1.</value>
    public double LengthPenalty { get; init; } = 1;

    /// <summary>When a beam search stops before its limit.</summary>
    /// <value>Default <see cref="EarlyStopping.Heuristic"/>.</value>
    public EarlyStopping EarlyStopping { get; init; }

    /// <summary>Throws where a value is out of its range.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and its range.</exception>
    public GenerationOptions Validate()
    {
        InRange(MaxNewTokens, 1, int.MaxValue, nameof(MaxNewTokens));
        InRange(MinNewTokens, 0, int.MaxValue, nameof(MinNewTokens));
        InRange(Temperature, 0, 100, nameof(Temperature));
        InRange(TopK, 0, int.MaxValue, nameof(TopK));
        InRange(TopP, double.Epsilon, 1, nameof(TopP));
        InRange(MinP, 0, 1, nameof(MinP));
        InRange(RepetitionPenalty, double.Epsilon, 10, nameof(RepetitionPenalty));
        InRange(PresencePenalty, -2, 2, nameof(PresencePenalty));
        InRange(FrequencyPenalty, -2, 2, nameof(FrequencyPenalty));
        InRange(NoRepeatNgramSize, 0, int.MaxValue, nameof(NoRepeatNgramSize));
        InRange(Beams, 1, 64, nameof(Beams));
        InRange(LengthPenalty, -10, 10, nameof(LengthPenalty));
        Require(!StopStrings.Any(string.IsNullOrEmpty), nameof(StopStrings), "An empty stop string would end every text at once.");
        Require(Beams == 1 || Temperature == 0, nameof(Beams), "A beam search does not draw: ask for one beam, or for temperature 0.");
        return this;
    }

    // NaN lies in no range.
    private static void InRange(double value, double low, double high, string name)
    {
        if (!(value >= low && value <= high))
            throw new ArgumentOutOfRangeException(name, value, $"{name} lies between {(low == double.Epsilon ? "0 (excluded)" : low)} and {high}.");
    }

    private static void Require(bool holds, string name, string message)
    {
        if (!holds) throw new ArgumentException(message, name);
    }
}
