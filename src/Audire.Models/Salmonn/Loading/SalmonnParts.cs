namespace Audire.Models.Salmonn;

/// <summary>Where the parts of a SALMONN lie, each as its makers publish it.</summary>
public sealed record SalmonnParts
{
    /// <summary>A Whisper folder in Hugging Face's layout, with or without its decoder: safetensors, <c>.bin</c> or GGUF.</summary>
    public required string Whisper { get; init; }

    /// <summary>A BEATs checkpoint, <c>.pt</c> or safetensors; null for a model that hears through Whisper alone.</summary>
    public string? Beats { get; init; }

    /// <summary>The language model: a GGUF file, or a Hugging Face folder with its vocabulary.</summary>
    public required string LanguageModel { get; init; }

    /// <summary>What was trained: <c>salmonn_v1.pth</c> and kin (of which only <c>model</c> is read), or safetensors of the same names.</summary>
    public required string Adapter { get; init; }
}
