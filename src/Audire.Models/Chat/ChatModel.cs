using Audire.Models.Chat.Templates;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Packed;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Tokenization;

namespace Audire.Models.Chat;

/// <summary>A language model with what it takes to talk to it: its vocabulary and the way it wants a conversation written.</summary>
/// <param name="Name">The name it goes by in results.</param>
/// <param name="Decoder">The decoder.</param>
/// <param name="Tokenizer">Its vocabulary.</param>
/// <param name="Template">How a conversation is written.</param>
public sealed record ChatModel(string Name, LlamaModel Decoder, Tokenizer Tokenizer, ChatTemplate Template) : IDisposable
{
    /// <summary>The tokens that end an answer.</summary>
    public IReadOnlyList<int> StopIds => [.. Decoder.Config.EosIds.Union(Tokenizer.EosId is { } end ? [end] : [])];

    /// <summary>Loads a GGUF file, which carries everything, or a Hugging Face folder with tokenizer.json or tokenizer.model.</summary>
    /// <param name="path">The file or folder; a folder that holds one GGUF file and no other weights is that file.</param>
    /// <param name="options">Device and weight type.</param>
    /// <param name="template">A template's name, where the model names none or one that is not known.</param>
    /// <exception cref="ChatTemplateException">The model's template is not known and none was named.</exception>
    public static ChatModel Load(string path, WeightOptions? options = null, string? template = null)
    {
        var (weights, tokenizer, jinja) = Parts(path);
        var chosen = template is not null ? ChatTemplate.ByName(template)
            : jinja is not null ? ChatTemplate.Recognise(jinja)
            : throw new ChatTemplateException($"{path} names no chat template; choose one of {string.Join(", ", ChatTemplate.Names)}.");
        return new ChatModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), ComputeThreads.Run(() => LlamaModel.Load(weights, options)), tokenizer, chosen);
    }

    /// <summary>
    /// The weight type that suits a model's file: that of a packed one; <see cref="WeightType.Int8"/> where its matrices are quantised blocks (perplexity within
    /// 1.3 % of float32 on SmolLM2's 4-bit file, 0.6 of the time a token of 16-bit floats), else <see cref="WeightType.F16"/>. Repacked
    /// 4-bit blocks (<see cref="WeightType.Int4"/>) are quicker still, but their products round more: chats begin to differ.
    /// </summary>
    public static WeightType NaturalType(string path)
    {
        using var checkpoint = Checkpoint.Open(WeightsIn(path));
        if (PackedMatrices.TypeIn(checkpoint) is { } packed) return packed;
        return checkpoint.Tensors.Values.Any(tensor => tensor.Type.IsQuantised()) ? WeightType.Int8 : WeightType.F16;
    }

    /// <summary>What lies at a path: the weights' file or folder, the vocabulary, and the template's Jinja text where there is one.</summary>
    internal static (string Weights, Tokenizer Tokenizer, string? Jinja) Parts(string path)
    {
        var weights = WeightsIn(path);
        using var checkpoint = Checkpoint.Open(weights);
        var (tokenizer, jinja) = checkpoint.Format == "gguf"
            ? (Tokenizer.FromGguf(checkpoint), checkpoint.Metadata.GetValueOrDefault("tokenizer.chat_template")?.AsText())
            : ChatFolder.Read(weights);
        return (weights, tokenizer, jinja);
    }

    /// <summary>Frees the decoder's weights.</summary>
    public void Dispose() => Decoder.Dispose();

    private static string WeightsIn(string path)
    {
        if (!Directory.Exists(path)) return path;
        var files = Directory.GetFiles(path, "*.gguf");
        return files.Length == 1 ? files[0] : path;
    }
}
