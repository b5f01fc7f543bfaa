namespace Audire.Training.Optimisation;

/// <summary>A learning rate that depends on the step alone, so that a resumed run needs nothing but its step. Thread-safe.</summary>
public interface ILearningRate
{
    /// <summary>The rate of a step, counted from 0 over the whole training.</summary>
    double At(long step);

    /// <summary>The rule and its numbers, for the record.</summary>
    string Description { get; }
}
