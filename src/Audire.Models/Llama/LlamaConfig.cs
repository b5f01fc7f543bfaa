namespace Audire.Models.Llama;

/// <summary>The shape of a decoder of the Llama family: Llama 2 and 3, Vicuna, SmolLM2, Mistral, Qwen2.</summary>
/// <remarks>Touvron et al. 2023; Jiang et al. 2023 (sliding window); Yang et al. 2024 (query, key and value biases).</remarks>
public sealed record LlamaConfig
{
    /// <summary>Width of the residual stream.</summary>
    public required int Width { get; init; }

    /// <summary>Number of blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; each serves <see cref="Heads"/> / <see cref="KeyValueHeads"/> query heads.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of a head; even.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Width of the gated MLP.</summary>
    public required int FeedForward { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Positions the model was trained for.</summary>
    public required int ContextLength { get; init; }

    /// <summary>ε of the root-mean-square norms.</summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Base of the rotary frequencies.</summary>
    public double RopeBase { get; init; } = 10_000;

    /// <summary>How rotary frequencies are stretched beyond the trained length; null where they are not.</summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>Whether query, key and value projections have biases (Qwen2).</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Positions a token sees, itself included (Mistral); null for all.</summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Whether the output head is the embedding matrix.</summary>
    public bool TiedHead { get; init; }

    /// <summary>Token put in front of a text; null where the model has none.</summary>
    public int? BosId { get; init; }

    /// <summary>Tokens that end an answer.</summary>
    public IReadOnlyList<int> EosIds { get; init; } = [];

    /// <summary>Checks ranges before anything is allocated.</summary>
    /// <param name="origin">The file, for the message.</param>
    /// <exception cref="ModelConfigException">A value is out of range or contradicts another.</exception>
    public LlamaConfig Validate(string origin)
    {
        Range(Width, 1, 1 << 17, nameof(Width));
        Range(Layers, 1, 1024, nameof(Layers));
        Range(Heads, 1, 1024, nameof(Heads));
        Range(KeyValueHeads, 1, Heads, nameof(KeyValueHeads));
        Range(HeadWidth, 2, 4096, nameof(HeadWidth));
        Range(FeedForward, 1, 1 << 20, nameof(FeedForward));
        Range(Vocabulary, 1, 1 << 22, nameof(Vocabulary));
        Range(ContextLength, 1, 1 << 24, nameof(ContextLength));
        if (Heads % KeyValueHeads != 0) throw Bad($"{Heads} query heads are not a multiple of {KeyValueHeads} key and value heads");
        if (HeadWidth % 2 != 0) throw Bad($"a head is {HeadWidth} wide, and rotary positions need an even width");
        if (SlidingWindow is < 1) throw Bad($"the sliding window is {SlidingWindow}");
        if (NormEpsilon is not (>= 0 and < 1)) throw Bad($"the norm's epsilon is {NormEpsilon}");
        if (RopeBase is not (> 0 and < 1e12)) throw Bad($"the rotary base is {RopeBase}");
        return this;

        void Range(int value, int low, int high, string name)
        {
            if (value < low || value > high) throw Bad($"{name} is {value}, outside {low} to {high}");
        }

        ModelConfigException Bad(string what) => new(origin, what);
    }
}
