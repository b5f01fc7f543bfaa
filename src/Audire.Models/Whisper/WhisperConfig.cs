using System.Text.Json;

namespace Audire.Models.Whisper;

/// <summary>The shape of a Whisper network, as <c>config.json</c> states it.</summary>
/// <remarks>Radford et al. 2022, table 1. A value; equal where all numbers are equal. What the tokens mean is <see cref="WhisperVocabulary"/>.</remarks>
public sealed record WhisperConfig
{
    // No published model comes near; a file beyond it is damaged or hostile.
    private const int LargestSize = 1 << 20;

    /// <summary>Number of token ids, timestamps included (51865 for multilingual models, 51866 for large-v3).</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Mel bins of the input: 80, or 128 for large-v3.</summary>
    public required int MelBins { get; init; }

    /// <summary>Width of the residual stream, C.</summary>
    public required int Width { get; init; }

    /// <summary>Blocks of the audio encoder.</summary>
    public required int EncoderLayers { get; init; }

    /// <summary>Attention heads of the audio encoder.</summary>
    public required int EncoderHeads { get; init; }

    /// <summary>Hidden width of the encoder's MLP.</summary>
    public required int EncoderHidden { get; init; }

    /// <summary>Blocks of the text decoder.</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Attention heads of the text decoder.</summary>
    public required int DecoderHeads { get; init; }

    /// <summary>Hidden width of the decoder's MLP.</summary>
    public required int DecoderHidden { get; init; }

    /// <summary>Encoder positions of one window: 1500, of 20 ms each.</summary>
    public required int AudioPositions { get; init; }

    /// <summary>Decoder positions: 448 tokens, prompt included.</summary>
    public required int TextPositions { get; init; }

    /// <summary>Whether token embeddings are multiplied by √C. No published Whisper does.</summary>
    /// <value>The default is false.</value>
    public bool ScaleEmbedding { get; init; }

    /// <summary>Log-mel frames of one window: 3000, of 10 ms each (the second convolution halves them).</summary>
    public int MelFrames => 2 * AudioPositions;

    /// <summary>Reads the architecture from a parsed <c>config.json</c>.</summary>
    /// <param name="json">The root object.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="ModelConfigException">A size is absent, not a number, or one no model can have.</exception>
    public static WhisperConfig Parse(JsonElement json, string origin)
    {
        var reader = new ConfigReader(json, origin);
        if (reader.Text("activation_function") is not (null or "gelu") and var activation)
            throw new ModelConfigException(origin, $"its activation_function is \"{activation}\" and Whisper's is \"gelu\"");
        var config = new WhisperConfig
        {
            VocabularySize = Size("vocab_size"),
            MelBins = Size("num_mel_bins"),
            Width = Size("d_model"),
            EncoderLayers = Size("encoder_layers"),
            EncoderHeads = Size("encoder_attention_heads"),
            EncoderHidden = Size("encoder_ffn_dim"),
            DecoderLayers = Size("decoder_layers"),
            DecoderHeads = Size("decoder_attention_heads"),
            DecoderHidden = Size("decoder_ffn_dim"),
            AudioPositions = Size("max_source_positions"),
            TextPositions = Size("max_target_positions"),
            ScaleEmbedding = reader.Flag("scale_embedding") ?? false,
        };
        if (config.Width % config.EncoderHeads != 0 || config.Width % config.DecoderHeads != 0)
            throw new ModelConfigException(origin, $"{config.EncoderHeads} and {config.DecoderHeads} heads do not divide its width of {config.Width}");
        return config;

        int Size(string name) => reader.Whole(name) is var size && size is >= 1 and <= LargestSize ? size
            : throw new ModelConfigException(origin, $"its {name} is {size}, and must lie from 1 to {LargestSize}");
    }
}
