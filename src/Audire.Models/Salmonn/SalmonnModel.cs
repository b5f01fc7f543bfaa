using Audire.Audio;
using Audire.Models.Generation;
using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Salmonn.Decoding;
using Audire.Models.Salmonn.Prompting;
using Audire.Models.Tokenization;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>SALMONN: two frozen encoders, a window-level Q-Former, and a language model with a LoRA that reads what they heard.</summary>
/// <remarks>
/// Tang et al. 2024, "SALMONN: Towards Generic Hearing Abilities for Large Language Models". What a request asks for travels with it, so any number of
/// them on any number of threads share one model, except while it is trained. Dispose it after the last of them.
/// </remarks>
public sealed partial class SalmonnModel : IDisposable
{
    private readonly PromptReader _reader;
    private SpeechEncoders? _encoders;

    internal SalmonnModel(string name, SalmonnConfig config, SpeechEncoders? encoders, SalmonnAdapter adapter, LlamaModel decoder, Tokenizer tokenizer)
    {
        (Name, Config, Adapter, Decoder, Tokenizer, _encoders) = (name, config, adapter, decoder, tokenizer, encoders);
        Prompts = new PromptEncoder(tokenizer, config.Template, decoder.Config.EosIds);
        _reader = new PromptReader(decoder);
    }

    /// <summary>The name it goes by in results.</summary>
    public string Name { get; }

    /// <summary>Its shape.</summary>
    public SalmonnConfig Config { get; }

    /// <summary>What is trained of it.</summary>
    public SalmonnAdapter Adapter { get; }

    /// <summary>The language model.</summary>
    public LlamaModel Decoder { get; }

    /// <summary>The language model's vocabulary.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Writes prompts in its layout.</summary>
    public PromptEncoder Prompts { get; }

    /// <summary>The two encoders.</summary>
    /// <exception cref="InvalidOperationException">They were released.</exception>
    public SpeechEncoders Encoders => _encoders ?? throw new InvalidOperationException("The encoders were released, or never loaded; load the model with them to encode sound.");

    /// <summary>What looks wrong about the parts although every tensor fits; null where nothing does.</summary>
    public string? Warning => Config.Template == SalmonnConfig.PublishedTemplate ? MixUp.Suspect(Decoder.Config) : null;

    /// <summary>The tensors that gradients reach, by the names of <c>salmonn.pth</c>.</summary>
    public IReadOnlyDictionary<string, Tensor> Trainable => Adapter.Set.Trainable;

    /// <summary>Memory the weights take, in bytes; mapped files count.</summary>
    public long Bytes => (_encoders?.Bytes ?? 0) + Adapter.Set.Bytes + Decoder.Set.Bytes;

    /// <summary>Encodes a clip.</summary>
    /// <param name="clip">Any clip.</param>
    /// <param name="loading">What is done with one that is not one channel of 1 to 30 s at 16 kHz.</param>
    /// <param name="cancellationToken">Looked at between the encoders' blocks.</param>
    /// <returns>One for every 30 s begun; the caller's.</returns>
    public IReadOnlyList<EncodedClip> Encode(AudioClip clip, ClipLoading loading = ClipLoading.Mend, CancellationToken cancellationToken = default) =>
        Encoders.Encode(clip, loading, cancellationToken: cancellationToken);

    /// <summary>Frees the encoders, say before the language model runs on a machine that has no room for both; clips encoded already stay.</summary>
    public void ReleaseEncoders()
    {
        if (Interlocked.Exchange(ref _encoders, null) is not { } encoders) return;
        encoders.Dispose();
        FreedMemory.ReturnMuch();
    }

    /// <summary>Embeddings that a clip becomes.</summary>
    public long TokenCount(EncodedClip clip) => Adapter.Bridge.TokenCount(clip.Speech.shape[0], clip.Audio?.shape[0] ?? 0);

    /// <summary>What the answers of a batch cost (teacher forcing).</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="options">How the forward runs.</param>
    /// <param name="tap">Sees the language model's activations.</param>
    /// <exception cref="ContextLengthException">An example does not fit the language model's context.</exception>
    /// <exception cref="ArgumentException">Places for sound and clips of an example do not match.</exception>
    public SalmonnLoss Loss(IReadOnlyList<SalmonnExample> examples, SalmonnForward? options = null, ActivationTap? tap = null)
    {
        options ??= new SalmonnForward();
        using var scope = NewDisposeScope();
        var batch = Lay(examples, options);
        var lora = Use(options.LoraScale);
        var dropout = new Dropout(Config.Lora?.Dropout ?? 0, options.Dropout);
        var hidden = Decoder.Forward(batch.Embeddings, batch.Mask, lora, dropout, options.CheckpointedLayers, tap);   // [B, T, C]
        var loss = Decoder.Loss(hidden, TokenLoss.Next(batch.Labels));                                                  // []
        return new SalmonnLoss(loss.Loss.MoveToOuterDisposeScope(), loss.Correct, loss.Tokens);
    }

    /// <summary>Answers one question, token by token. Each token is computed when it is asked for.</summary>
    /// <param name="question">The prompt and its sound; the clips must live until the first token.</param>
    /// <param name="options">How the text is chosen; end tokens are the model's own where none are named. Null: greedy, 256 tokens.</param>
    /// <param name="request">LoRA scale and kin.</param>
    /// <param name="cancellation">Looked at before every token and between pieces of a long prompt.</param>
    /// <exception cref="ContextLengthException">The prompt does not fit the context.</exception>
    public IEnumerable<GeneratedToken> Generate(
        SalmonnQuestion question, GenerationOptions? options = null, SalmonnRequest? request = null, CancellationToken cancellation = default) =>
        SalmonnDecoding.Stream(this, question, Own(options), request ?? new SalmonnRequest(), cancellation);

    /// <summary>Answers several questions together; each row ends by itself. Shorter prompts are padded in front.</summary>
    /// <param name="questions">At least one.</param>
    /// <param name="options">How the text is chosen; end tokens are the model's own where none are named. Null: greedy, 256 tokens.</param>
    /// <param name="request">LoRA scale and kin.</param>
    /// <param name="cancellation">Looked at before every token and between pieces of a long prompt.</param>
    /// <exception cref="ContextLengthException">The prompt does not fit the context.</exception>
    /// <returns>The tokens of each answer, its end token included where one ended it.</returns>
    public IReadOnlyList<IReadOnlyList<int>> Generate(
        IReadOnlyList<SalmonnQuestion> questions, GenerationOptions? options = null, SalmonnRequest? request = null, CancellationToken cancellation = default) =>
        SalmonnDecoding.Batch(this, questions, Own(options), request ?? new SalmonnRequest(), cancellation);

    /// <summary>The answer to a written prompt as text.</summary>
    /// <param name="clips">What the encoders say of the sound.</param>
    /// <param name="prompt">The prompt, <c>&lt;Speech&gt;&lt;SpeechHere&gt;&lt;/Speech&gt;</c> where sound stands; one place becomes as many as there are clips.</param>
    /// <param name="options">How the text is chosen; end tokens are the model's own where none are named. Null: greedy, 256 tokens.</param>
    /// <param name="request">LoRA scale and kin.</param>
    /// <param name="cancellation">Looked at before every token and between pieces of a long prompt.</param>
    /// <exception cref="ContextLengthException">The prompt does not fit the context.</exception>
    public string Answer(
        IReadOnlyList<EncodedClip> clips, string prompt, GenerationOptions? options = null, SalmonnRequest? request = null, CancellationToken cancellation = default) =>
        string.Concat(Generate(Question(clips, prompt), options, request, cancellation).ToText(Tokenizer, options?.StopStrings ?? []).Select(chunk => chunk.Text)).Trim();

    /// <summary>A written prompt with its sound; one place for sound becomes as many as there are clips.</summary>
    /// <exception cref="ArgumentException">Places and clips do not match.</exception>
    public SalmonnQuestion Question(IReadOnlyList<EncodedClip> clips, string prompt) => new(clips, Prompts.Encode(PromptText.Expand(prompt, clips.Count)));

    /// <summary>Frees all weights.</summary>
    public void Dispose()
    {
        ReleaseEncoders();
        Adapter.Dispose();
        Decoder.Dispose();
    }

    internal LoraUse? Use(double? scale) => Adapter.Lora?.At(scale ?? Config.LoraScaling);

    /// <summary>Prompts with their sound, [T, C] each, owned by the caller's dispose scope.</summary>
    internal IReadOnlyList<Tensor> Read(IReadOnlyList<SalmonnQuestion> questions, Dropout dropout = default)
    {
        using var scope = NewDisposeScope();
        var sounds = Adapter.Bridge.Forward([.. questions.SelectMany(question => question.Clips)], Decoder.Device, dropout);
        var rows = new Tensor[questions.Count];
        for (int i = 0, first = 0; i < rows.Length; first += questions[i].Clips.Count, i++)
            rows[i] = _reader.Read(questions[i].Prompt, [.. sounds.Skip(first).Take(questions[i].Clips.Count)]).MoveToOuterDisposeScope();
        return rows;
    }

    internal AnswerBatch Lay(IReadOnlyList<SalmonnExample> examples, SalmonnForward options)
    {
        var prompts = Read([.. examples.Select(example => Question(example.Clips, example.Prompt))], new Dropout(Config.Dropout, options.Dropout));
        return AnswerBatch.Lay(_reader, prompts, [.. examples.Select(example => Prompts.EncodeAnswer(example.Target, Config.LongestAnswer))], options.PromptPad);
    }

    private GenerationOptions Own(GenerationOptions? options)
    {
        options ??= new GenerationOptions();
        return options.StopIds.Count > 0 ? options : options with { StopIds = Prompts.StopIds };
    }
}
