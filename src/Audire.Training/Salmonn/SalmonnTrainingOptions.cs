using Audire.Training.Data;
using Audire.Training.Features;

namespace Audire.Training.Salmonn;

/// <summary>How a stage of SALMONN's training is done.</summary>
public sealed record SalmonnTrainingOptions
{
    /// <summary>The stage.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>Steps, rate, optimiser, seed, and when to save and to measure.</summary>
    public required TrainingSettings Settings { get; init; }

    /// <summary>Examples a batch; a story a step in activation tuning whatever is said here.</summary>
    /// <value>The default is 16.</value>
    public int BatchSize { get; init; } = 16;

    /// <summary>How often each task is drawn.</summary>
    public TaskBalance Balance { get; init; } = TaskBalance.Root;

    /// <summary>A further factor for tasks named there.</summary>
    public IReadOnlyDictionary<string, double> TaskWeights { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Whether clips of similar length stand together.</summary>
    /// <value>The default is true.</value>
    public bool Buckets { get; init; } = true;

    /// <summary>Variants of each training clip.</summary>
    public ClipVariants Variants { get; init; } = new();

    /// <summary>Whether the Q-Former and the LoRA drop activations.</summary>
    /// <value>The default is true.</value>
    public bool Drops { get; init; } = true;

    /// <summary>Held-out examples asked of each task at an evaluation; 0 measures the loss alone.</summary>
    /// <value>The default is 40.</value>
    public int AskedPerTask { get; init; } = 40;

    /// <summary>Tokens an answer may have at an evaluation.</summary>
    /// <value>The default is 48.</value>
    public int AnswerTokens { get; init; } = 48;

    /// <summary>Stories written in activation tuning.</summary>
    /// <value>The default is 12, as published.</value>
    public int Stories { get; init; } = ActivationTuning.Published;

    /// <summary>The factor on the LoRA's deltas that stories are written with; null for half of the model's own.</summary>
    public double? StoryScale { get; init; }

    /// <summary>Tokens a story may have.</summary>
    /// <value>The default is 256.</value>
    public int StoryTokens { get; init; } = 256;

    /// <summary>The temperature that stories are drawn at.</summary>
    /// <value>The default is 0.7; 0 takes the likeliest token.</value>
    public double StoryTemperature { get; init; } = 0.7;
}
