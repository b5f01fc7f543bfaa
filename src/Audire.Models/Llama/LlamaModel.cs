using Audire.Models.Checkpoints;
using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>A decoder of the Llama family: pre-norm blocks of rotary attention and gated MLPs.</summary>
/// <remarks>
/// Touvron et al. 2023, "LLaMA" and "Llama 2"; names as in Hugging Face's LlamaForCausalLM. Immutable; one model serves any number of
/// <see cref="LlamaState"/>s on any number of threads.
/// </remarks>
public sealed class LlamaModel : IDisposable
{
    private readonly Embedding _embedding;
    private readonly LlamaLayer[] _layers;
    private readonly RmsNorm _norm;
    private readonly Linear _head;

    private LlamaModel(IWeightSource source, LlamaConfig config, WeightOptions options)
    {
        var root = Weights.From(source, options, LlamaStep.Script);
        var model = root.Scope("model");
        Config = config;
        Device = options.Device;
        Type = options.Type;
        (_embedding, _head) = config.TiedHead
            ? model.TiedEmbedding("embed_tokens", config.Vocabulary, config.Width)
            : new TiedEmbedding(
                model.Embedding("embed_tokens", config.Vocabulary, config.Width), root.Head("lm_head.weight", config.Width, config.Vocabulary));
        _layers = [.. Enumerable.Range(0, config.Layers).Select(index => new LlamaLayer(model.Scope($"layers.{index}"), config, index))];
        _norm = model.RmsNorm("norm", config.Width, config.NormEpsilon);
        SingleCall = new LlamaStep(_layers, _norm, config);
        if (config.TiedHead) root.Ignore("lm_head.weight"); // some files store the tied head a second time
        model.Ignore("rotary_emb.inv_freq");
        for (var index = 0; index < config.Layers; index++) model.Ignore($"layers.{index}.self_attn.rotary_emb.inv_freq");
        Set = root.Complete();
        Rotary = new RotaryEmbedding(config, options.ShapesOnly ? META : options.Device);
    }

    /// <summary>The model's shape.</summary>
    public LlamaConfig Config { get; }

    /// <summary>Where it computes.</summary>
    public Device Device { get; }

    /// <summary>How its matrices are held.</summary>
    public WeightType Type { get; }

    /// <summary>Its weights: sizes and names.</summary>
    public WeightSet Set { get; }

    internal RotaryEmbedding Rotary { get; }

    /// <summary>The layers for one token at a time.</summary>
    internal LlamaStep SingleCall { get; }

    /// <summary>Loads a model: a GGUF file (architectures llama and qwen2), or a Hugging Face folder (llama, mistral, qwen2).</summary>
    /// <exception cref="Checkpoints.CheckpointException">The file is damaged or of no known format.</exception>
    /// <exception cref="ModelConfigException">The configuration is incomplete or of another architecture.</exception>
    /// <exception cref="WeightMismatchException">The tensors are not those the configuration describes.</exception>
    public static LlamaModel Load(string path, WeightOptions? options = null)
    {
        using var checkpoint = Checkpoint.Open(path);
        if (checkpoint.Format != "gguf") return Build(new CheckpointWeights(checkpoint), LlamaHubConfig.Read(FolderOf(path)), options);
        var config = LlamaGgufConfig.Read(checkpoint);
        var pairs = LlamaGgufConfig.PairedRows(LlamaGgufConfig.Architecture(checkpoint));
        return Build(new LlamaGgufWeights(checkpoint, config.Validate(path), pairs), config, options);
    }

    /// <summary>A model's shape, read without its weights.</summary>
    /// <param name="path">A GGUF file, or a Hugging Face folder.</param>
    /// <exception cref="Checkpoints.CheckpointException">The file is damaged or of no known format.</exception>
    /// <exception cref="ModelConfigException">The configuration is incomplete or of another architecture.</exception>
    public static LlamaConfig ReadConfig(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        return checkpoint.Format == "gguf" ? LlamaGgufConfig.Read(checkpoint) : LlamaHubConfig.Read(FolderOf(path));
    }

    /// <summary>Builds the model from named tensors.</summary>
    /// <exception cref="WeightMismatchException">The tensors are not those the configuration describes.</exception>
    public static LlamaModel Build(IWeightSource source, LlamaConfig config, WeightOptions? options = null)
    {
        using var gradients = no_grad();
        return new LlamaModel(source, config.Validate(source.Origin), options ?? new WeightOptions());
    }

    /// <summary>Starts sequences that have read nothing yet.</summary>
    /// <param name="rows">How many are read in step.</param>
    /// <param name="padding">Pads in front of each row, where prompts of different lengths are read together.</param>
    /// <param name="tap">Sees, and may replace, activations of this request.</param>
    /// <param name="lora">An adapter for this request, as its matrices are now; null for the bare model.</param>
    public LlamaState Start(int rows = 1, IReadOnlyList<int>? padding = null, ActivationTap? tap = null, LoraUse? lora = null) => new(this, rows, padding, tap, lora);

    /// <summary>
    /// Reads whole sequences at once, without a cache, so that gradients reach the embeddings, the adapter and whatever weights are trained.
    /// </summary>
    /// <param name="embeddings">[B, T, width], float32.</param>
    /// <param name="attentionMask">[B, T], 1 or true where a token is seen, 0 where it is a pad; null where there are no pads. Positions count pads.</param>
    /// <param name="lora">The adapter; null for the bare model.</param>
    /// <param name="dropout">Of the adapter's inputs.</param>
    /// <param name="checkpointedLayers">
    /// How many layers, counted from the first (their activations would be kept longest), keep their input only and are computed again in backward:
    /// for all of them about a third more arithmetic and a fraction of the memory. Gradients are the same bit for bit. Any number from 0, more than there are means all.
    /// </param>
    /// <param name="tap">Sees, and may replace, activations; in a layer of <paramref name="checkpointedLayers"/> it is called again in backward.</param>
    /// <returns>[B, T, width], behind the final norm, owned by the caller's dispose scope. What stands at pads means nothing.</returns>
    /// <exception cref="ContextLengthException">The sequences do not fit the model's context.</exception>
    public Tensor Forward(
        Tensor embeddings, Tensor? attentionMask = null, LoraUse? lora = null, Dropout dropout = default, int checkpointedLayers = 0, ActivationTap? tap = null)
    {
        var (rows, count) = (embeddings.shape[0], embeddings.shape[1]);
        if (count > Config.ContextLength) throw new ContextLengthException(count, Config.ContextLength);
        using var scope = NewDisposeScope();
        var adapter = LoraPass.ForTraining(lora, dropout);
        var pass = new LlamaPass(rows, count, Rotary.At(0, count), LlamaMask.Whole(attentionMask, count, Config.SlidingWindow, Device), adapter) { Watcher = tap };
        return Run(embeddings, pass, is_grad_enabled() ? checkpointedLayers : 0).MoveToOuterDisposeScope();
    }

    /// <summary>Merges an adapter into the weights, for every request, until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">An adapted matrix is held in 8 or 4 bits, or is trained.</exception>
    public LoraMerge Merge(LoraUse use) => LoraMerge.Into(this, use);

    /// <summary>Looks tokens up.</summary>
    /// <param name="ids">[B, T], int64.</param>
    /// <returns>[B, T, width], owned by the caller's dispose scope.</returns>
    public Tensor Embed(Tensor ids) => _embedding.Forward(ids);

    /// <summary>Scores every token of the vocabulary.</summary>
    /// <param name="hidden">[B, T, width], behind the final norm.</param>
    /// <returns>[B, T, vocabulary], float32, owned by the caller's dispose scope.</returns>
    public Tensor Logits(Tensor hidden) => _head.Forward(hidden);

    /// <summary>The cross-entropy of the tokens that are to come next, at the positions that have a label and nowhere else.</summary>
    /// <param name="hidden">[B, T, width], behind the final norm.</param>
    /// <param name="labels">[B, T], int64: what each position is to predict, or <see cref="TokenLoss.Ignored"/>; see <see cref="TokenLoss.Next"/>.</param>
    /// <param name="smoothing">Share of label smoothing.</param>
    /// <exception cref="ArgumentException">No position has a label, or shapes disagree.</exception>
    public TokenLoss Loss(Tensor hidden, Tensor labels, double smoothing = 0) =>
        TokenLoss.Of(hidden, labels, Logits, smoothing, frozenHead: !Set.Trainable.ContainsKey(Config.TiedHead ? "model.embed_tokens.weight" : "lm_head.weight"));

    /// <summary>Scores a given answer to a prompt.</summary>
    /// <param name="prompt">At least one token.</param>
    /// <param name="answer">At least one token.</param>
    /// <param name="cancellation">Checked before the pass.</param>
    /// <exception cref="ContextLengthException">Prompt and answer do not fit the context.</exception>
    public AnswerLikelihood LogLikelihood(ReadOnlySpan<int> prompt, ReadOnlySpan<int> answer, CancellationToken cancellation = default)
    {
        if (prompt.IsEmpty || answer.IsEmpty) throw new ArgumentException("Prompt and answer need at least one token each.", nameof(prompt));
        cancellation.ThrowIfCancellationRequested();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var state = Start();
        long[] all = [.. prompt.ToArray().Concat(answer.ToArray()).Select(id => (long)id)];
        var hidden = state.Read(Embed(tensor(all, [1, all.Length], ScalarType.Int64, Device)));       // [1, T, C]
        var scored = hidden.narrow(1, prompt.Length - 1, answer.Length);                                // [1, A, C]
        var chances = Logits(scored)[0].to(ScalarType.Float64).log_softmax(1);                          // [A, V]
        var targets = tensor([.. answer.ToArray().Select(id => (long)id)], ScalarType.Int64, Device);   // [A]
        var perToken = chances.gather(1, targets.unsqueeze(1)).squeeze(1);                              // [A]
        var greedy = chances.argmax(1).eq(targets).all().item<bool>();
        return new AnswerLikelihood(perToken.cpu().data<double>().ToArray(), greedy);
    }

    /// <summary>Bytes of weights that decoding one token reads; keys and values come on top.</summary>
    public long BytesPerToken => _head.Bytes + _layers.Sum(layer => layer.Bytes);

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        Set.Dispose();
        Rotary.Dispose();
    }

    private static string FolderOf(string path) => Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;

    internal Linear Product(int layer, LoraSite site) => _layers[layer].Product(site);

    internal KeyValueCache NewCache(int rows) => new(rows, Config.KeyValueHeads, Config.HeadWidth, Device);

    internal Tensor Run(Tensor embeddings, LlamaPass pass, int checkpointedLayers = 0)
    {
        var x = embeddings.reshape(-1, Config.Width);                                       // [B·T, C]
        if (SingleCall.Run(x, pass) is { } stepped) return stepped.view(pass.Rows, pass.Count, Config.Width); // [B, T, C]
        for (var index = 0; index < _layers.Length; index++)
        {
            var layer = _layers[index];
            x = index < checkpointedLayers
                ? ActivationCheckpoint.Run(
                    (input, constants) => layer.Forward(input, pass.With(constants)), x, pass.Constants, LeavesOf(index, pass), pass.Lora?.Draws ?? false) // [B·T, C]
                : layer.Forward(x, pass);                                                   // [B·T, C]
        }

        return pass.Tap("norm", _norm.Forward(x)).view(pass.Rows, pass.Count, Config.Width); // [B, T, C]
    }

    // What gradients reach inside a layer.
    private List<Tensor> LeavesOf(int index, LlamaPass pass)
    {
        var prefix = $"model.layers.{index}.";
        return [.. Set.Trainable.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => pair.Value),
            .. (pass.Lora?.OfLayer(index) ?? []).Where(tensor => tensor.requires_grad)];
    }
}
