using Audire.Models.Llama;
using Audire.Models.Nn;

namespace Audire.Models.Salmonn.Loading;

/// <summary>An adapter before training, as the published code begins: nothing of the LoRA is felt, the rest is small and random.</summary>
internal static class FirstWeights
{
    private const double BertDeviation = 0.02;

    /// <summary>First values of every tensor of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="model">The language model's shape.</param>
    /// <param name="seed">Equal seeds give equal values.</param>
    public static InitialWeights Of(SalmonnConfig config, LlamaConfig model, long seed)
    {
        using var shapes = SalmonnAdapter.Build(new InitialWeights(new Dictionary<string, long[]>()), config, model, new WeightOptions { ShapesOnly = true });
        var all = shapes.Set.Shapes;
        return new InitialWeights(all, Rule, seed);

        InitialValue Rule(string name, long[] shape) =>
            name.Contains(".lora_A.", StringComparison.Ordinal) ? InitialValue.KaimingUniform
            : name.Contains(".lora_B.", StringComparison.Ordinal) ? InitialValue.Zeros
            : name == "speech_llama_proj.weight" ? InitialValue.KaimingUniform
            : name == "speech_llama_proj.bias" ? InitialValue.Uniform(1 / Math.Sqrt(all["speech_llama_proj.weight"][1]))
            : shape.Length > 1 ? InitialValue.Normal(BertDeviation)
            : name.EndsWith("weight", StringComparison.Ordinal) ? InitialValue.Ones
            : InitialValue.Zeros;
    }
}
