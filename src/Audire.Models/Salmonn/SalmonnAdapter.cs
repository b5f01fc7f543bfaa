using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>All that is trained of a SALMONN: the bridge from sound to the language model, and the language model's LoRA.</summary>
/// <remarks>Its tensors go by the names of <c>salmonn.pth</c>. Safe to share between threads while nobody trains it.</remarks>
public sealed class SalmonnAdapter : IDisposable
{
    private SalmonnAdapter(IWeightSource source, SalmonnConfig config, LlamaConfig model, WeightOptions options)
    {
        var root = Weights.From(source, options);
        Bridge = new AudioBridge(root, config.Bridge);
        if (config.Lora is not null) Lora = LoraAdapter.Build(root.Scope("llama_model"), model, config.Lora);
        for (var layer = 0; layer < model.Layers; layer++) // a buffer that the saving script leaves behind
            root.Ignore($"llama_model.base_model.model.model.layers.{layer}.self_attn.rotary_emb.inv_freq");
        root.Ignore("llama_model.base_model.model.model.rotary_emb.inv_freq");
        Set = root.Complete();
    }

    /// <summary>From encoders to embeddings.</summary>
    public AudioBridge Bridge { get; }

    /// <summary>The language model's LoRA; null for a bare one.</summary>
    public LoraAdapter? Lora { get; }

    /// <summary>All tensors by name; those that are trained under <see cref="WeightSet.Trainable"/>.</summary>
    public WeightSet Set { get; }

    /// <summary>Builds the adapter from named tensors.</summary>
    /// <param name="source">Tensors under the names of <c>salmonn.pth</c>.</param>
    /// <param name="config">The shape.</param>
    /// <param name="model">The language model's shape.</param>
    /// <param name="options">Device, precision, and which tensors are trained.</param>
    /// <exception cref="WeightMismatchException">The tensors are not those the configuration describes; all differences are listed, with a guess at the mix-up.</exception>
    public static SalmonnAdapter Build(IWeightSource source, SalmonnConfig config, LlamaConfig model, WeightOptions? options = null)
    {
        using var gradients = no_grad();
        try
        {
            return new SalmonnAdapter(source, config.Checked(source.Origin), model, options ?? new WeightOptions());
        }
        catch (WeightMismatchException mismatch)
        {
            throw new WeightMismatchException(source.Origin, mismatch.Missing, mismatch.Misshaped, mismatch.Unused, MixUp.Guess(source, config, model));
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose() => Set.Dispose();
}
