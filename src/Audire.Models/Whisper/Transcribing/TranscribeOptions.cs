using Audire.Audio;

namespace Audire.Models.Whisper;

/// <summary>How a recording is transcribed. The defaults are those of openai-whisper's command line, with greedy search.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public sealed record TranscribeOptions
{
    /// <summary>The language spoken: a code ("de"), a tag ("de-AT") or an English name.</summary>
    /// <value>The default is null: detected from the first 30 seconds that are not gated away.</value>
    public string? Language { get; init; }

    /// <summary>Transcribe, or translate to English.</summary>
    /// <value>The default is <see cref="WhisperTask.Transcribe"/>.</value>
    public WhisperTask Task { get; init; }

    /// <summary>Whether the decoder writes timestamps, which cuts the text into segments.</summary>
    /// <value>
    /// The default is null: on for recordings longer than one window, where windows follow one another by them, and where words are
    /// timed; off for shorter ones, which are then one segment. False on a longer recording cuts it every 30 seconds.
    /// </value>
    public bool? Timestamps { get; init; }

    /// <summary>Whether every word gets its time, from the cross-attention.</summary>
    /// <value>The default is false. It costs one more decoder pass a window.</value>
    public bool WordTimestamps { get; init; }

    /// <summary>Hypotheses kept by beam search at temperature 0.</summary>
    /// <value>The default is 1: greedy. From 1 to 64.</value>
    public int BeamSize { get; init; } = 1;

    /// <summary>Beam search ends when <see cref="BeamSize"/> times this many hypotheses have ended.</summary>
    /// <value>The default is 1.</value>
    public double Patience { get; init; } = 1;

    /// <summary>Exponent of the length penalty ((5 + length) / 6)^α by which hypotheses are ranked.</summary>
    /// <value>The default is null: the sum of log-probabilities over the length.</value>
    public double? LengthPenalty { get; init; }

    /// <summary>Samples drawn at temperatures above 0, of which the likeliest is kept.</summary>
    /// <value>The default is 5. From 1 to 64.</value>
    public int BestOf { get; init; } = 5;

    /// <summary>Temperatures tried in turn until a window's text passes the thresholds; the last is taken as it comes.</summary>
    /// <value>The default is 0, 0.2, 0.4, 0.6, 0.8, 1. One entry means no fallback.</value>
    public IReadOnlyList<double> Temperatures { get; init; } = [0, 0.2, 0.4, 0.6, 0.8, 1];

    /// <summary>Seed of the sampling at temperatures above 0.</summary>
    /// <value>The default is 0. Equal seeds give equal transcripts on one machine.</value>
    public long Seed { get; init; }

    /// <summary>A window whose text compresses better than this is decoded again at the next temperature.</summary>
    /// <value>The default is 2.4; null switches the test off.</value>
    public double? CompressionRatioThreshold { get; init; } = 2.4;

    /// <summary>A window whose mean log-probability a token is below this is decoded again at the next temperature.</summary>
    /// <value>The default is -1; null switches the test off.</value>
    public double? LogProbThreshold { get; init; } = -1;

    /// <summary>A window is taken for silence where the no-speech probability passes this and its text failed <see cref="LogProbThreshold"/>.</summary>
    /// <value>The default is 0.6; null switches the test off.</value>
    public double? NoSpeechThreshold { get; init; } = 0.6;

    /// <summary>Whether the text of earlier windows is the prompt of the next.</summary>
    /// <value>The default is true: names stay spelled alike, at the risk of carrying a mistake on.</value>
    public bool ConditionOnPreviousText { get; init; } = true;

    /// <summary>Text before the first window: names to spell, a style to keep.</summary>
    /// <value>The default is null.</value>
    public string? InitialPrompt { get; init; }

    /// <summary>Whether <see cref="InitialPrompt"/> stands before every window instead of the first alone.</summary>
    /// <value>The default is false.</value>
    public bool CarryInitialPrompt { get; init; }

    /// <summary>How stretches without speech are told, so that they are skipped instead of decoded: Whisper tends to invent words there.</summary>
    /// <value>The default is null: everything is decoded.</value>
    public VoiceThresholds? VoiceActivity { get; init; }

    /// <summary>Tokens a window may have at most.</summary>
    /// <value>The default is null: half the decoder's positions (224).</value>
    public int? MaxTokens { get; init; }

    /// <summary>Tokens a window may have for every second of sound in it, beside sixteen: a text that is longer than anybody speaks is a loop, and costs seconds.</summary>
    /// <value>The default is null: a short recording may have as many as a long one. Speech has 3 to 8 a second.</value>
    public double? MaxTokensPerSecond { get; init; }

    /// <summary>Checks what cannot be checked where it is set.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    internal void Validate()
    {
        Require(BeamSize is >= 1 and <= 64, nameof(BeamSize), $"is {BeamSize} and must lie from 1 to 64");
        Require(BestOf is >= 1 and <= 64, nameof(BestOf), $"is {BestOf} and must lie from 1 to 64");
        Require(Patience > 0 && Patience <= 16, nameof(Patience), $"is {Patience} and must lie above 0, up to 16");
        Require(LengthPenalty is not { } alpha || double.IsFinite(alpha), nameof(LengthPenalty), "must be a finite number");
        Require(MaxTokens is null or >= 1, nameof(MaxTokens), $"is {MaxTokens} and must be at least 1");
        Require(MaxTokensPerSecond is null or (> 0 and <= 1000), nameof(MaxTokensPerSecond), $"is {MaxTokensPerSecond} and must lie above 0, up to 1000");
        Require(Temperatures.Count > 0, nameof(Temperatures), "is empty: give at least one, 0 for the likeliest text");
        Require(Temperatures.All(t => t >= 0 && t <= 10), nameof(Temperatures), "holds one that is below 0, above 10 or no number");
        Require(!WordTimestamps || Timestamps != false, nameof(WordTimestamps), "needs timestamps: leave Timestamps unset, or set it");
    }

    private static void Require(bool holds, string option, string problem)
    {
        if (!holds) throw new ArgumentException($"{option} {problem}.", option);
    }
}
