using Audire.Audio;
using Audire.Audio.Features;
using Audire.Models.Whisper.Alignment;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Transcribing;

/// <summary>One recording being transcribed: windows of 30 seconds follow one another by the timestamps written in them.</summary>
/// <remarks>Radford et al. 2022, section 4.5. Not thread-safe; between windows it may move from thread to thread.</remarks>
internal sealed class TranscriptionSession
{
    private const double FrameSeconds = 0.01;
    private const double PositionSeconds = 2 * FrameSeconds;
    private const int FramesASecond = 100;
    private const int TokensOfShortest = 16;

    private readonly WhisperModel _model;
    private readonly TranscribeOptions _options;
    private readonly RecordingFeatures _features;
    private readonly IReadOnlyList<SpeechSegment>? _speech;
    private readonly bool _timestamps;
    private readonly PromptHistory _history;
    private int _seek;
    private int _index;
    private double _lastSpeech;

    public TranscriptionSession(WhisperModel model, AudioClip clip, TranscribeOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        _model = model;
        _options = options;
        if (options.Language is not null) (Language, LanguageProbability) = (Asked(options.Language), 1);
        if (!model.Vocabulary.IsMultilingual) (Language, LanguageProbability) = ("en", 1);
        var initial = options.InitialPrompt is { } prompt && prompt.Trim() is { Length: > 0 } text ? model.Tokenizer.Encode(" " + text) : [];
        _history = new PromptHistory(initial, options, model.Config);
        _features = new RecordingFeatures(clip, model.Config, model.Device, cancellationToken);
        _timestamps = options.Timestamps ?? (options.WordTimestamps || _features.Frames > model.Config.MelFrames);
        _speech = options.VoiceActivity is { } gate ? VoiceDetector.Detect(_features.Samples.Span, gate) : null;
    }

    /// <summary>The language spoken; "und" until the first window was heard.</summary>
    public string Language { get; private set; } = "und";

    /// <summary>Its probability; 1 where it was asked for.</summary>
    public double LanguageProbability { get; private set; }

    /// <summary>Decodes the next window that says something.</summary>
    /// <param name="cancellationToken">Looked at between the encoder's blocks, before every token and between windows.</param>
    /// <returns>Its segments, or null at the recording's end.</returns>
    public IReadOnlyList<TranscriptionSegment>? Next(CancellationToken cancellationToken)
    {
        while (SkipSilence() && _seek < _features.Frames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Window(Math.Min(_model.Config.MelFrames, _features.Frames - _seek), cancellationToken) is { } segments) return segments;
        }
        return null;
    }

    // Decodes the window at the seek point and moves on; null where nobody speaks in it.
    private List<TranscriptionSegment>? Window(int frames, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var memory = Hear(cancellationToken);
        if (LanguageProbability == 0) Detect(memory);
        var opening = _model.Vocabulary.Opening(Language, _options.Task, _timestamps);
        var prompt = WindowPrompt.Build(_model.Vocabulary, _model.Config, _history.Previous, opening);
        var decoder = new WindowDecoder(_model.Network.Decoder, _model.Vocabulary, _model.Tokenizer, _model.Rules);
        var window = decoder.Decode(memory, prompt, _timestamps, _options with { Seed = _options.Seed + _seek, MaxTokens = MaxTokens(frames) }, cancellationToken);
        if (window.IsSilent(_options))
        {
            _seek += frames;
            return null;
        }

        var cut = WindowSegments.Cut(window.Tokens, _model.Vocabulary.TimestampBegin, frames);
        List<TranscriptionSegment> segments = [.. cut.Spans.Select(span => Segment(span, window))];
        var next = _seek + cut.Advance;
        if (_options.WordTimestamps) next = PlaceWords(segments, memory, frames, cut) ?? next;
        segments = [.. segments.Select((segment, i) => Cleared(segment) with { Index = _index + i })];
        _index += segments.Count;
        _seek = Math.Max(next, _seek + 1);
        _history.Add(segments.SelectMany(segment => segment.Tokens), window.Temperature);
        return segments;
    }

    private int? MaxTokens(int frames)
    {
        if (_options.MaxTokensPerSecond is not { } rate) return _options.MaxTokens;
        var spoken = TokensOfShortest + (int)Math.Ceiling(rate * frames / FramesASecond);
        return Math.Min(spoken, _options.MaxTokens ?? _model.Config.TextPositions / 2);
    }

    private AudioMemory Hear(CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        return _model.Network.Decoder.Hear(_model.Network.Encoder.Forward(_features.Window(_seek), cancellationToken: cancellationToken));
    }

    private void Detect(AudioMemory memory)
    {
        var best = LanguageDetector.Detect(_model.Network.Decoder, memory, _model.Vocabulary)[0];
        (Language, LanguageProbability) = (best.Language, best.Probability);
    }

    private TranscriptionSegment Segment(TokenSpan span, DecodedWindow window) => new()
    {
        Index = 0,
        Seek = _seek,
        Start = _seek * FrameSeconds + span.Start * PositionSeconds,
        End = _seek * FrameSeconds + span.End * PositionSeconds,
        Text = _model.Tokenizer.Decode([.. TextTokens(span.Tokens)]),
        Tokens = span.Tokens,
        AvgLogProb = window.AvgLogProb,
        NoSpeechProb = window.NoSpeechProb,
        CompressionRatio = window.CompressionRatio,
        Temperature = window.Temperature,
    };

    // Times the window's words; the next window starts where the last ended, unless the text says that nothing follows.
    private int? PlaceWords(List<TranscriptionSegment> segments, AudioMemory memory, int frames, WindowSegments cut)
    {
        var aligner = new WordAligner(_model.Network.Decoder, _model.Vocabulary, _model.Tokenizer);
        var opening = _model.Vocabulary.Opening(Language, _options.Task, timestamps: true);
        int[] text = [.. segments.SelectMany(segment => TextTokens(segment.Tokens))];
        var placement = new WordPlacement(aligner.Align(memory, text, opening, Language, frames / 2), _lastSpeech);
        for (var i = 0; i < segments.Count; i++)
            segments[i] = placement.Place(segments[i], TextTokens(segments[i].Tokens).Count(), _seek * FrameSeconds);
        _lastSpeech = placement.LastSpeech;
        var lastWord = segments.LastOrDefault(segment => segment.Words.Count > 0)?.Words[^1].End;
        return cut.EndsWithSpeech && lastWord > _seek * FrameSeconds ? (int)Math.Round(lastWord.Value * FramesASecond) : null;
    }

    private IEnumerable<int> TextTokens(IEnumerable<int> tokens) => tokens.Where(token => token < _model.Vocabulary.EndOfText);

    private static TranscriptionSegment Cleared(TranscriptionSegment segment) =>
        segment.Start == segment.End || string.IsNullOrWhiteSpace(segment.Text) ? segment with { Text = "", Tokens = [], Words = [] } : segment;

    // Moves on to the next stretch of speech; false where there is none. Pauses inside a window stay: only its start is moved.
    private bool SkipSilence()
    {
        if (_speech is null) return true;
        foreach (var speech in _speech)
        {
            if (speech.End / LogMel.Hop <= _seek) continue;
            _seek = Math.Max(_seek, speech.Start / LogMel.Hop);
            return true;
        }
        return false;
    }

    private string Asked(string language) => WhisperLanguage.CodeOf(language) is { } code && (_model.Vocabulary.Languages.ContainsKey(code) || !_model.Vocabulary.IsMultilingual)
        ? code
        : throw new ArgumentException($"\"{language}\" is no language this model knows; give a code or an English name, such as \"de\" or \"German\".", nameof(language));
}
