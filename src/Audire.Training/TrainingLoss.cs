using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>The loss of one batch.</summary>
/// <param name="Loss">A float32 scalar, the mean over what is counted.</param>
/// <param name="Correct">Predictions (tokens, classes) whose likeliest value is the label.</param>
/// <param name="Counted">Predictions the loss is a mean over; at least 1.</param>
public readonly record struct TrainingLoss(Tensor Loss, long Correct, long Counted);
