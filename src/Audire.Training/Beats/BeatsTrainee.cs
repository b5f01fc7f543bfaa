using Audire.Models.Beats;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>A BEATs that is trained, with a head of some kind on top.</summary>
public abstract class BeatsTrainee : ITrainee<BeatsExample>, IDisposable
{
    private readonly SortedDictionary<string, Tensor> _trainable = new(StringComparer.Ordinal);

    /// <param name="model">Built with all of its weights trainable; taken over.</param>
    /// <param name="head">The head's own weights; taken over.</param>
    /// <param name="dropout">While training.</param>
    private protected BeatsTrainee(BeatsModel model, WeightSet head, double dropout)
    {
        (Model, HeadWeights, DropoutShare) = (model, head, dropout);
        foreach (var (name, tensor) in model.Set.Trainable.Concat(head.Trainable)) _trainable.Add(name, tensor);
    }

    /// <summary>The encoder.</summary>
    public BeatsModel Model { get; }

    /// <summary>Weights that are thrown away with the head, under names of their own.</summary>
    public WeightSet HeadWeights { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Tensor> Trainable => _trainable;

    /// <inheritdoc/>
    public abstract IReadOnlyDictionary<string, string> Identity { get; }

    private protected double DropoutShare { get; }

    /// <inheritdoc/>
    public abstract TrainingLoss Loss(IReadOnlyList<BeatsExample> batch, TrainingPass pass);

    /// <inheritdoc/>
    public string NameOf(BeatsExample example) => example.Name;

    /// <summary>A BEATs to be trained whole.</summary>
    /// <param name="config">Its shape.</param>
    /// <param name="start">What to begin with; null for first values drawn from the seed.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="device">Where it is trained.</param>
    public static BeatsModel NewModel(BeatsConfig config, IWeightSource? start, long seed, Device device)
    {
        if (start is null)
        {
            using var shapes = BeatsModel.Build(new InitialWeights(new Dictionary<string, long[]>(StringComparer.Ordinal)), config, new WeightOptions { ShapesOnly = true });
            start = new InitialWeights(shapes.Set.Shapes, BeatsInitialValues.For(config), seed);
        }
        return BeatsModel.Build(start, config, new WeightOptions { Device = device, Trainable = _ => true });
    }

    /// <summary>Frees the model and the head.</summary>
    public virtual void Dispose()
    {
        Model.Dispose();
        HeadWeights.Dispose();
        GC.SuppressFinalize(this);
    }
}
