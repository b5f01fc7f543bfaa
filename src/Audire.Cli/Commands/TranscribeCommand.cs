using System.CommandLine;
using System.Diagnostics;
using Audire.Audio;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Systems;
using Audire.Cli.Terminal;
using Audire.Cli.Transcripts;
using Audire.Models.Whisper;

namespace Audire.Cli.Commands;

/// <summary><c>audire transcribe</c>: recordings to text.</summary>
internal sealed class TranscribeCommand
{
    public const string Description = "Turn recordings into text, with times, subtitles or translation where asked for.";

    private readonly Argument<string[]> _files = new("files") { Description = "Recordings of any length. Example: talk.flac", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _model = CommandOptions.Value<string?>("--model", "A Whisper model: a name, or a folder", "whisper-base", "whisper-base");
    private readonly Option<string?> _language = CommandOptions.Value<string?>("--language", "The language spoken, as a code or an English name", "detected", "de");
    private readonly Option<bool> _translate = CommandOptions.Flag("--translate", "Write what was said in English", "transcribe rede.flac --translate");
    private readonly Option<bool> _timestamps = CommandOptions.Flag("--timestamps", "Write a line a segment, with its times", "transcribe talk.flac --timestamps");
    private readonly Option<bool> _words = CommandOptions.Flag("--words", "Time every word", "transcribe talk.flac --words");
    private readonly Option<bool> _srt = CommandOptions.Flag("--srt", "Write SubRip subtitles", "transcribe talk.flac --srt");
    private readonly Option<bool> _vtt = CommandOptions.Flag("--vtt", "Write WebVTT subtitles", "transcribe talk.flac --vtt");
    private readonly Option<int?> _beam = CommandOptions.Value<int?>("--beam", "Hypotheses kept by beam search; 1 is greedy", "1", "5").Within(1, 64);
    private readonly Option<string?> _prompt = CommandOptions.Value<string?>("--prompt", "Text before the first window: names to spell, a style to keep", "none", "\"Glossary: Audire, SALMONN\"");
    private readonly Option<bool> _gate = CommandOptions.Flag("--voice-activity", "Skip stretches without sound instead of decoding them", "transcribe meeting.flac --voice-activity");
    private readonly Option<string?> _references = CommandOptions.Value<string?>("--references",
        "A table (tab-separated; columns file, transcript, and where known language, set) to count word errors against; without files all of its recordings are transcribed", "none", "manifest.tsv");
    private readonly Option<bool> _json = CommandOptions.Json("transcribe talk.flac --json");
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private TranscribeCommand(Command command, CommandIo io)
    {
        _io = io;
        command.Add(_files);
        foreach (var option in new Option[] { _model, _language, _translate, _timestamps, _words, _srt, _vtt, _beam, _prompt, _gate, _references, _json })
            command.Add(option);
        _engine = new EngineOptions(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_files) is not { Length: > 0 } && result.GetValue(_references) is null) result.AddError("No recording is named");
            if (result.GetValue(_srt) && result.GetValue(_vtt)) result.AddError("--srt and --vtt cannot both be written");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
    }

    public static Command Build(CommandIo io)
    {
        var command = new Command("transcribe", Description);
        _ = new TranscribeCommand(command, io);
        return command;
    }

    private int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var references = parsed.GetValue(_references) is { } manifest ? Reference.ReadAll(manifest) : [];
        var byFile = references.ToDictionary(reference => reference.File, StringComparer.Ordinal);
        var files = parsed.GetValue(_files) is { Length: > 0 } named ? named : [.. references.Select(reference => reference.File)];
        var missing = Array.Find(files, file => !File.Exists(file));
        if (missing is not null) throw new CommandException($"There is no file {missing}.");

        var folder = ModelFolders.Resolve(parsed.GetValue(_model) ?? "whisper-base");
        var engine = _engine.Start(parsed);
        using var model = WhisperModel.Load(folder, WhisperPrecision.Of(engine));
        var transcriber = new WhisperTranscriber(model);
        var options = Options(parsed);
        var tally = new WordErrorTally();

        using (var progress = new ProgressLine(_io, "transcribing", "files"))
        {
            for (var i = 0; i < files.Length; i++)
            {
                if (files.Length > 1) progress.Report(i, files.Length, Path.GetFileName(files[i]));
                var reference = byFile.GetValueOrDefault(Path.GetFullPath(files[i]));
                var clock = Stopwatch.StartNew();
                var clip = AudioFile.Load(files[i], cancellationToken);
                var transcription = transcriber.Transcribe(clip, options with { Language = options.Language ?? reference?.Language }, cancellationToken);
                var errors = reference is null ? null : tally.Add(reference, transcription.Text);
                foreach (var warning in clip.Warnings) _io.Error.WriteLine($"{files[i]}: {warning}");
                Write(parsed, files[i], transcription, clock.Elapsed.TotalSeconds, errors);
            }
        }
        if (references.Count > 0) tally.Write(_io.Error);
        return ExitCode.Done;
    }

    private TranscribeOptions Options(ParseResult parsed) => new()
    {
        Language = parsed.GetValue(_language),
        Task = parsed.GetValue(_translate) ? WhisperTask.Translate : WhisperTask.Transcribe,
        Timestamps = parsed.GetValue(_timestamps) || parsed.GetValue(_srt) || parsed.GetValue(_vtt) ? true : null,
        WordTimestamps = parsed.GetValue(_words),
        BeamSize = parsed.GetValue(_beam) ?? 1,
        InitialPrompt = parsed.GetValue(_prompt),
        VoiceActivity = parsed.GetValue(_gate) ? new VoiceThresholds() : null,
    };

    private void Write(ParseResult parsed, string file, Transcription transcription, double seconds, WordErrorLine? errors)
    {
        var words = parsed.GetValue(_words);
        if (parsed.GetValue(_json))
        {
            _io.WriteLine(TranscriptLine.Of(file, transcription, seconds, errors, words), CliJson.Lines.TranscriptLine);
            return;
        }
        var format = parsed.GetValue(_srt) ? TranscriptFormat.Srt
            : parsed.GetValue(_vtt) ? TranscriptFormat.Vtt
            : parsed.GetValue(_timestamps) || words ? TranscriptFormat.Timed
            : TranscriptFormat.Text;
        TranscriptWriter.Write(transcription, format, words, _io.Out);
    }
}
