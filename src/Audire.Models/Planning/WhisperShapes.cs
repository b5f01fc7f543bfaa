using Audire.Models.Whisper;

namespace Audire.Models.Planning;

/// <summary>The tensors of Whisper's two halves, from its configuration alone (names as in Hugging Face's WhisperModel).</summary>
internal static class WhisperShapes
{
    public static IEnumerable<PlannedTensor> Encoder(WhisperConfig config)
    {
        long width = config.Width;
        IEnumerable<PlannedTensor> stem =
        [
            new("encoder.conv1.weight", [width, config.MelBins, 3], TensorRole.Vector), Vector("encoder.conv1.bias", width),
            new("encoder.conv2.weight", [width, width, 3], TensorRole.Vector), Vector("encoder.conv2.bias", width),
            new("encoder.embed_positions.weight", [config.AudioPositions, width], TensorRole.Vector),
        ];
        return stem.Concat(Norm("encoder.layer_norm", width)).Concat(Enumerable.Range(0, config.EncoderLayers).SelectMany(i =>
            Block($"encoder.layers.{i}.", ["self_attn"], width, config.EncoderHidden)));
    }

    public static IEnumerable<PlannedTensor> Decoder(WhisperConfig config)
    {
        long width = config.Width;
        IEnumerable<PlannedTensor> tables =
        [
            new("decoder.embed_tokens.weight", [config.VocabularySize, width], TensorRole.TiedTable),
            new("decoder.embed_positions.weight", [config.TextPositions, width], TensorRole.Vector),
        ];
        return tables.Concat(Norm("decoder.layer_norm", width)).Concat(Enumerable.Range(0, config.DecoderLayers).SelectMany(i =>
            Block($"decoder.layers.{i}.", ["self_attn", "encoder_attn"], width, config.DecoderHidden)));
    }

    private static IEnumerable<PlannedTensor> Block(string prefix, string[] attentions, long width, long hidden)
    {
        foreach (var attention in attentions)
        {
            foreach (var name in new[] { "q_proj", "k_proj", "v_proj", "out_proj" })
            {
                yield return Matrix($"{prefix}{attention}.{name}", width, width);
                // Keys have no bias, but where they are multiplied together with queries and values they get zeros.
                yield return Vector($"{prefix}{attention}.{name}.bias", width);
            }

            var norm = attention == "self_attn" ? "self_attn_layer_norm" : "encoder_attn_layer_norm";
            foreach (var part in Norm(prefix + norm, width)) yield return part;
        }

        yield return Matrix(prefix + "fc1", hidden, width);
        yield return Vector(prefix + "fc1.bias", hidden);
        yield return Matrix(prefix + "fc2", width, hidden);
        yield return Vector(prefix + "fc2.bias", width);
        foreach (var part in Norm(prefix + "final_layer_norm", width)) yield return part;
    }

    private static IEnumerable<PlannedTensor> Norm(string name, long width) => [Vector(name + ".weight", width), Vector(name + ".bias", width)];

    private static PlannedTensor Matrix(string name, long rows, long columns) => new(name + ".weight", [rows, columns], TensorRole.Matrix);

    private static PlannedTensor Vector(string name, long length) => new(name, [length], TensorRole.Vector);
}
