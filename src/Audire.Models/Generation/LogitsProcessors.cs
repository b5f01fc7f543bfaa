using static TorchSharp.torch;

namespace Audire.Models.Generation;

/// <summary>The steps that options ask for, in the order of transformers 4.57.</summary>
public static class LogitsProcessors
{
    /// <summary>Penalties and bans: what every search applies.</summary>
    public static IReadOnlyList<ILogitsProcessor> Penalties(GenerationOptions options)
    {
        var steps = new List<ILogitsProcessor>();
        if (options.RepetitionPenalty != 1) steps.Add(new RepetitionPenalty(options.RepetitionPenalty));
        if (options.PresencePenalty != 0 || options.FrequencyPenalty != 0) steps.Add(new PresencePenalty(options.PresencePenalty, options.FrequencyPenalty));
        if (options.NoRepeatNgramSize > 0) steps.Add(new NoRepeatNgram(options.NoRepeatNgramSize));
        if (options.MinNewTokens > 0 && options.StopIds.Count > 0) steps.Add(new MinNewTokens(options.MinNewTokens, options.StopIds));
        return steps;
    }

    /// <summary>Temperature and cut-offs: what sampling applies after the penalties; nothing at temperature 0.</summary>
    public static IReadOnlyList<ILogitsProcessor> Warpers(GenerationOptions options)
    {
        var steps = new List<ILogitsProcessor>();
        if (options.Temperature == 0) return steps;
        if (options.Temperature != 1) steps.Add(new Temperature(options.Temperature));
        if (options.TopK > 0) steps.Add(new TopK(options.TopK));
        if (options.TopP < 1) steps.Add(new TopP(options.TopP));
        if (options.MinP > 0) steps.Add(new MinP(options.MinP));
        return steps;
    }

    /// <summary>Applies steps one after the other.</summary>
    /// <returns>[rows, vocabulary]; <paramref name="scores"/> itself where no step changes anything, else owned by the caller's dispose scope.</returns>
    public static Tensor Apply(this IReadOnlyList<ILogitsProcessor> steps, Tensor scores, IReadOnlyList<TokenHistory> rows)
    {
        foreach (var step in steps) scores = step.Process(scores, rows);
        return scores;
    }
}
