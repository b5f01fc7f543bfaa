using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs;

/// <summary>Keeps spending under a bound: what a request may cost at most is set aside before it is sent. Thread safe.</summary>
internal sealed class CostMeter(double? limit)
{
    // Text of any script has at least this many characters a token; prompts are short, so being pessimistic costs nothing.
    private const double CharactersPerToken = 1;

    private readonly Lock _gate = new();
    private double _spent;
    private double _reserved;

    /// <summary>True once a request was refused.</summary>
    public bool Exhausted { get; private set; }

    /// <summary>What was spent before this start, on a resumed run.</summary>
    public void Add(double cost)
    {
        lock (_gate) _spent += cost;
    }

    /// <summary>Sets the most a request may cost aside; false where that would pass the bound.</summary>
    public bool TryReserve(double most)
    {
        lock (_gate)
        {
            if (limit is { } bound && _spent + _reserved + most > bound)
            {
                Exhausted = true;
                return false;
            }

            _reserved += most;
            return true;
        }
    }

    /// <summary>Replaces what was set aside by what it cost.</summary>
    public void Settle(double reserved, double cost)
    {
        lock (_gate)
        {
            _reserved -= reserved;
            _spent += cost;
        }
    }

    /// <summary>The most a request may cost.</summary>
    public static double Estimate(SystemPrice price, AdaptedRequest request, double audioSeconds) =>
        Cost(price, (long)Math.Ceiling(request.Parts.OfType<TextPart>().Sum(part => part.Text.Length) / CharactersPerToken), request.MaxTokens, audioSeconds);

    /// <summary>What a request cost.</summary>
    public static double Cost(SystemPrice price, long inputTokens, long outputTokens, double audioSeconds) =>
        ((inputTokens * price.PerMillionInput) + (outputTokens * price.PerMillionOutput)) / 1e6 + (audioSeconds / 60 * price.PerMinuteAudio);
}
