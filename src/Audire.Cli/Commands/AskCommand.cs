#pragma warning disable MEAI001 // token counts of sound are marked experimental by their package

using System.CommandLine;
using System.Diagnostics;
using System.Text;
using Audire.Audio;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Systems;
using Audire.Cli.Terminal;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Models.Chat;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Commands;

/// <summary><c>audire ask</c>: one question about clips, or about nothing but its own words; the answer is streamed.</summary>
internal sealed class AskCommand
{
    public const string Description = "Ask a model a question, about clips or without them, and stream its answer.";

    private readonly Argument<string[]> _words = new("clips and question") { Description = "Recordings, then the question. Example: clip.wav \"What is being said?\"", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _model = CommandOptions.Value<string?>("--model", "Who answers: a model, cascade:RECOGNISER+MODEL, openai:MODEL@BASE_ADDRESS, gemini:MODEL, or http:FILE.yaml", SystemFactory.Answerer, "smollm2-135m");
    private readonly Option<string?> _system = CommandOptions.Value<string?>("--system", "Instructions that stand before the question", "the model's own", "\"Answer in one word.\"");
    private readonly Option<int?> _maxTokens = CommandOptions.Value<int?>("--max-tokens", "Tokens the answer may have", "256", "50").Within(1, 1_000_000);
    private readonly Option<float?> _temperature = CommandOptions.Value<float?>("--temperature", "0 takes the likeliest token, higher values draw more freely", "0", "0.7").Within(0f, 10f);
    private readonly Option<double?> _scale = CommandOptions.Value<double?>("--scale", "How strongly a SALMONN's LoRA counts: lower values give up trained tasks for abilities it was not trained for", "as trained, 4 for most", "2").Within(0d, 100d);
    private readonly Option<long?> _seed = CommandOptions.Value<long?>("--seed", "Seed of the drawing at temperatures above 0", "0", "7").Within(0L, long.MaxValue);
    private readonly Option<string?> _keys = CommandOptions.Value<string?>("--keys", "A YAML file with keys of remote systems", "OPENAI_API_KEY and GEMINI_API_KEY of the environment", "keys.yaml");
    private readonly Option<bool> _json = CommandOptions.Json("ask clip.wav \"What is being said?\" --json");
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private AskCommand(Command command, CommandIo io)
    {
        _io = io;
        command.Add(_words);
        foreach (var option in new Option[] { _model, _system, _maxTokens, _temperature, _scale, _seed, _keys, _json }) command.Add(option);
        _engine = new EngineOptions(command);
        command.SetAction(RunAsync);
    }

    public static Command Build(CommandIo io)
    {
        var command = new Command("ask", Description);
        _ = new AskCommand(command, io);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var words = parsed.GetRequiredValue(_words);
        var name = parsed.GetValue(_model) ?? SystemFactory.Answerer;
        var message = Message(words[..^1], words[^1], cancellationToken);

        using var pool = new ModelPool(() => _engine.Start(parsed));
        using var system = SystemFactory.Create(name, pool, KeyRing.Load(parsed.GetValue(_keys)));
        if (parsed.GetValue(_scale) is not null && system is not SalmonnSystem)
            throw new UsageException($"--scale turns the LoRA of a SALMONN, and '{name}' is none; leave it out, or name one with --model.");
        if ((system as SalmonnSystem)?.Warning is { } warning) await _io.Error.WriteLineAsync($"warning: {warning}");
        using var client = system.Open(new ScenarioContext("ask", ScenarioTask.Generation, [], Seed: 0));
        var answer = await AnswerAsync(client, message, Options(parsed), parsed.GetValue(_json), name, cancellationToken);
        if (parsed.GetValue(_json)) _io.WriteDocument(answer, CliJson.Documents.AskAnswer);
        return ExitCode.Done;
    }

    private async Task<AskAnswer> AnswerAsync(IChatClient client, ChatMessage message, ChatOptions options, bool json, string name, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan? first = null;
        var text = new StringBuilder();
        UsageDetails? usage = null;
        await foreach (var update in client.GetStreamingResponseAsync([message], options, cancellationToken))
        {
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            if (update.Text.Length == 0) continue;
            first ??= clock.Elapsed;
            text.Append(update.Text);
            if (json) continue;
            await _io.Out.WriteAsync(update.Text);
            await _io.Out.FlushAsync(cancellationToken);
        }
        if (!json) await _io.Out.WriteLineAsync();
        var heard = usage?.InputAudioTokenCount ?? 0;
        return new AskAnswer(text.ToString(), usage?.OutputTokenCount, heard, clock.Elapsed.TotalSeconds, first?.TotalSeconds, name);
    }

    // Sound goes out as audits send it: 16-bit WAV, which every server takes.
    private static ChatMessage Message(string[] clips, string question, CancellationToken cancellationToken)
    {
        if (clips.Length == 0 && File.Exists(question)) throw new UsageException($"'{question}' is a file; put a question behind it, say \"What is being said?\".");
        var contents = new List<AIContent>();
        foreach (var clip in clips)
        {
            if (!File.Exists(clip)) throw new CommandException($"There is no file {clip}. Recordings come first and the question last, in quotes.");
            contents.Add(new DataContent(WavWriter.Encode(AudioFile.Load(clip, cancellationToken)), "audio/wav"));
        }
        contents.Add(new TextContent(question));
        return new ChatMessage(ChatRole.User, contents);
    }

    private ChatOptions Options(ParseResult parsed) => new()
    {
        Instructions = parsed.GetValue(_system),
        MaxOutputTokens = parsed.GetValue(_maxTokens),
        Temperature = parsed.GetValue(_temperature),
        Seed = parsed.GetValue(_seed),
        AdditionalProperties = parsed.GetValue(_scale) is { } scale ? new AdditionalPropertiesDictionary { [SalmonnChatClient.LoraScale] = scale } : null,
    };
}

/// <summary>What <c>audire ask --json</c> writes.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Tokens">Its tokens; null where the system does not tell.</param>
/// <param name="AudioTokens">Positions that sound took in the model's input; 0 where it became words first.</param>
/// <param name="Seconds">Wall time, without loading.</param>
/// <param name="FirstTokenSeconds">Wall time to the first text; null where nothing was said.</param>
/// <param name="Model">Who answered.</param>
internal sealed record AskAnswer(string Answer, long? Tokens, long AudioTokens, double Seconds, double? FirstTokenSeconds, string Model);
