using Audire.Training.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary>A stage's own values, where nothing else is said: for small models that begin with nothing. Published values are named in docs/training.md.</summary>
/// <param name="Steps">Steps.</param>
/// <param name="Rate">Highest rate.</param>
/// <param name="Schedule">Course of the rate.</param>
/// <param name="EvaluateEvery">Steps between evaluations.</param>
/// <param name="Tasks">Tasks that take part where the data has any of them; null for all.</param>
internal sealed record TrainPreset(long Steps, double Rate, string Schedule, int EvaluateEvery, IReadOnlyCollection<string>? Tasks)
{
    private static readonly string[] Alignment = ["asr", "audiocaption", "audiocaption_v2", "sentence", "transcript", "caption"];

    /// <summary>The values of a stage.</summary>
    public static TrainPreset Of(TrainingStage stage) => stage switch
    {
        TrainingStage.Bridge => new(3000, 1e-3, "cosine", 250, null),
        TrainingStage.Pretrain => new(3000, 1e-3, "cosine", 250, Alignment),
        TrainingStage.Instruct => new(5000, 5e-4, "cosine", 250, null),
        _ => new(ActivationTuning.Published, 5e-5, "constant", 0, null),
    };
}
