using static TorchSharp.torch;

namespace Audire.Training.Labels;

/// <summary>A network that is trained to name clips in several label sets at once.</summary>
/// <typeparam name="TExample">One training example, ready to compute with.</typeparam>
public interface ILabelTrainee<in TExample> : ITrainee<TExample>
{
    /// <summary>The label sets, in the order of the scores.</summary>
    IReadOnlyList<LabelSet> Sets { get; }

    /// <summary>An example's class in each set, in the order of the sets; null where it has none.</summary>
    IReadOnlyList<int?> ClassesOf(TExample example);

    /// <summary>The score of every class for every clip.</summary>
    /// <param name="batch">Examples.</param>
    /// <param name="pass">Whether dropout is active.</param>
    /// <returns>One [B, classes] a set, owned by the caller's dispose scope.</returns>
    IReadOnlyList<Tensor> Scores(IReadOnlyList<TExample> batch, TrainingPass pass);
}
