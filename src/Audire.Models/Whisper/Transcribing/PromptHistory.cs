using Audire.Models.Whisper.Decoding;

namespace Audire.Models.Whisper.Transcribing;

/// <summary>What was said so far, as far as it is the next window's prompt.</summary>
/// <remarks>Not thread-safe: one transcription owns it.</remarks>
internal sealed class PromptHistory
{
    // Text that needed a temperature above this is too doubtful to go on from.
    private const double TrustedTemperature = 0.5;

    private readonly int[] _initial;
    private readonly bool _carryInitial;
    private readonly bool _condition;
    private readonly int _limit;
    private readonly List<int> _tokens = [];

    /// <param name="initial">Tokens of the initial prompt; of too long a one the end is kept.</param>
    /// <param name="options">Whether it is carried along, and whether windows are conditioned on text.</param>
    /// <param name="config">Bounds a prompt's length.</param>
    public PromptHistory(IReadOnlyList<int> initial, TranscribeOptions options, WhisperConfig config)
    {
        _limit = WindowPrompt.MaxPrevious(config);
        _initial = [.. initial.TakeLast(_limit)];
        _carryInitial = options.CarryInitialPrompt;
        _condition = options.ConditionOnPreviousText;
        if (!_carryInitial) _tokens.AddRange(_initial);
    }

    /// <summary>The tokens before the next window.</summary>
    public IReadOnlyList<int> Previous => _carryInitial
        ? [.. _initial, .. _tokens.TakeLast(_limit - _initial.Length)]
        : _tokens;

    /// <summary>Takes in what a window said.</summary>
    /// <param name="tokens">Its tokens, timestamps included.</param>
    /// <param name="temperature">The temperature that gave them.</param>
    public void Add(IEnumerable<int> tokens, double temperature)
    {
        if (!_condition || temperature > TrustedTemperature) _tokens.Clear();
        else _tokens.AddRange(tokens);
        if (_tokens.Count > 2 * _limit) _tokens.RemoveRange(0, _tokens.Count - _limit);
    }
}
