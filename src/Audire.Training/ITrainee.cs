using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>
/// What the loop trains: named leaves and a loss over a batch. SALMONN, a small encoder and a two-layer test net are all trained through it.
/// </summary>
/// <typeparam name="TExample">One training example, ready to compute with.</typeparam>
/// <remarks>Used by one thread at a time.</remarks>
public interface ITrainee<in TExample>
{
    /// <summary>
    /// The parameters to train by their names in the checkpoint: float32 leaves that require gradients. The same tensors, under the same
    /// names, for as long as the trainee lives; the optimiser changes them in place.
    /// </summary>
    IReadOnlyDictionary<string, Tensor> Trainable { get; }

    /// <summary>
    /// What the parameters only make sense with: hashes of frozen parts, shapes, settings of the model. A checkpoint written under another
    /// identity is refused when a run is resumed.
    /// </summary>
    IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>The loss of a batch, differentiable where <see cref="TrainingPass.Training"/>; owned by the caller's dispose scope.</summary>
    /// <param name="batch">At least one example.</param>
    /// <param name="pass">Whether this is training or measuring.</param>
    TrainingLoss Loss(IReadOnlyList<TExample> batch, TrainingPass pass);

    /// <summary>What an example is called in messages, say its file: a loss that is not finite names its batch by this.</summary>
    string NameOf(TExample example);
}
