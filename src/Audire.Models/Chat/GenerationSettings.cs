using System.Globalization;
using Audire.Models.Generation;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>Reads how to generate out of chat options.</summary>
internal static class GenerationSettings
{
    /// <param name="options">The request's options; null for the defaults.</param>
    /// <param name="stopIds">The tokens that end an answer.</param>
    /// <param name="contextLength">Positions there are.</param>
    /// <param name="promptLength">Positions of the prompt: what is written must fit behind it.</param>
    /// <exception cref="ContextLengthException">The prompt leaves no room.</exception>
    public static GenerationOptions From(ChatOptions? options, IReadOnlyList<int> stopIds, int contextLength, int promptLength)
    {
        var room = contextLength - promptLength;
        if (room < 1) throw new ContextLengthException(promptLength + 1, contextLength);
        var defaults = new GenerationOptions { StopIds = stopIds };
        if (options is null) return defaults with { MaxNewTokens = Math.Min(defaults.MaxNewTokens, room) };
        return defaults with
        {
            MaxNewTokens = Math.Min(options.MaxOutputTokens ?? defaults.MaxNewTokens, room),
            Temperature = Wide(options.Temperature) ?? defaults.Temperature,
            TopP = Wide(options.TopP) ?? defaults.TopP,
            TopK = options.TopK ?? defaults.TopK,
            Seed = (ulong)(options.Seed ?? 0),
            PresencePenalty = Wide(options.PresencePenalty) ?? defaults.PresencePenalty,
            FrequencyPenalty = Wide(options.FrequencyPenalty) ?? defaults.FrequencyPenalty,
            StopStrings = options.StopSequences is { } stops ? [.. stops] : [],
            Beams = (int)Extra("beams", defaults.Beams),
            LengthPenalty = Extra("length_penalty", defaults.LengthPenalty),
            RepetitionPenalty = Extra("repetition_penalty", defaults.RepetitionPenalty),
            NoRepeatNgramSize = (int)Extra("no_repeat_ngram_size", defaults.NoRepeatNgramSize),
            MinNewTokens = (int)Extra("min_new_tokens", defaults.MinNewTokens),
            MinP = Extra("min_p", defaults.MinP),
        };

        double Extra(string name, double fallback) => GenerationSettings.Extra(options, name) ?? fallback;
    }

    /// <summary>A number among the additional properties; null where there is none of that name.</summary>
    public static double? Extra(ChatOptions? options, string name) =>
        options?.AdditionalProperties?.TryGetValue(name, out var value) == true && value is IConvertible number ? number.ToDouble(CultureInfo.InvariantCulture) : null;

    // Through text, so that 0.7f becomes 0.7 and not 0.699999988.
    private static double? Wide(float? value) => value is { } number ? double.Parse(number.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
