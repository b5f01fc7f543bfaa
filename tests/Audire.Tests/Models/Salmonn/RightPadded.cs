using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Salmonn;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>What the published code reads off a prompt that it filled up behind its end: logits of a pad that sees the prompt, and not itself.</summary>
/// <remarks>The pad stands at position 1, as the reference numbers masked places, wherever it is; what is written goes on behind the prompt.</remarks>
internal static class RightPadded
{
    /// <param name="model">The model.</param>
    /// <param name="prompt">The prompt with its sound, [T, C].</param>
    /// <param name="pad">The pad's token.</param>
    /// <returns>[1, vocabulary].</returns>
    public static Tensor FirstLogits(SalmonnModel model, Tensor prompt, int pad)
    {
        var decoder = model.Decoder;
        var length = prompt.shape[0];
        var embeddings = cat([prompt, decoder.Embed(tensor(new long[] { pad }))], 0).unsqueeze(0);      // [1, T + 1, C]
        var positions = cat([arange(length), tensor(new long[] { 1 })], 0).unsqueeze(0);                // [1, T + 1]
        var pads = cat([zeros(length, ScalarType.Bool), ones(1, ScalarType.Bool)], 0).unsqueeze(0);     // [1, T + 1]
        var mask = LlamaMask.Build(0, length + 1, 0, null, pads, decoder.Device);
        var pass = new LlamaPass(1, length + 1, decoder.Rotary.At(positions, length), mask, LoraPass.ForRequest(model.Use(null), decoder.Config.Layers));
        return decoder.Logits(decoder.Run(embeddings, pass).narrow(1, length, 1)).view(1, -1);          // [1, V]
    }
}
