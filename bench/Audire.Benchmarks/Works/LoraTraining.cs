using Audire.Models.Llama;
using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Training.Optimisation;
using static TorchSharp.torch;

namespace Audire.Benchmarks.Works;

/// <summary>One adapter over one frozen decoder, as SALMONN trains it: gradients reach the embeddings, labels stand at the answer.</summary>
internal sealed class LoraTraining : IDisposable
{
    private const long Rows = 8, Length = 128, Answer = 32;

    private readonly LlamaModel _model;
    private readonly LoraAdapter _adapter;
    private readonly AdamW _optimiser;
    private readonly Tensor _embeddings; // [B, T, C]
    private readonly Tensor _labels;     // [B, T]
    private readonly int _checkpointed;

    public LoraTraining(string path, int checkpointedLayers)
    {
        _checkpointed = checkpointedLayers;
        _model = LlamaModel.Load(path, new WeightOptions { ForTraining = true });
        _adapter = LoraAdapter.Create(_model.Config, LoraConfig.Salmonn, seed: 1);
        _optimiser = new AdamW(_adapter.Trainable, new AdamWSettings());
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var ids = randint(0, _model.Config.Vocabulary, [Rows, Length], ScalarType.Int64, generator: generator);
        _embeddings = _model.Embed(ids).clone().requires_grad_().DetachFromDisposeScope();
        _labels = full_like(ids, TokenLoss.Ignored).DetachFromDisposeScope();
        _labels.narrow(1, Length - Answer, Answer).copy_(ids.narrow(1, 0, Answer));
    }

    /// <summary>Memory of the frozen weights.</summary>
    public long WeightBytes => _model.Set.Bytes;

    /// <summary>
    /// Multiply-adds of a step counted as two: the frozen products once forward and once backward (no gradient of the weights), causal
    /// attention at half, once forward and twice and a half backward, the head at the labels; the adapter's own are left out.
    /// </summary>
    public double Operations
    {
        get
        {
            var config = _model.Config;
            double width = config.Width, heads = config.Heads * config.HeadWidth, shared = config.KeyValueHeads * config.HeadWidth;
            var products = config.Layers * ((width * (heads + (2 * shared))) + (heads * width) + (3 * width * config.FeedForward));
            var attention = config.Layers * heads * Length; // two products of T/2 positions
            return (2 * 2 * Rows * Length * products) + (2 * 3.5 * Rows * Length * attention) + (2 * 2 * Rows * Answer * width * config.Vocabulary);
        }
    }

    /// <summary>Forward, backward, clipping and update, as a training does it.</summary>
    public float Step()
    {
        using var scope = NewDisposeScope();
        Gradients.Clear(_adapter.Trainable);
        _embeddings.grad = null;
        var hidden = _model.Forward(_embeddings, lora: _adapter.At(), dropout: new Dropout(_adapter.Config.Dropout), checkpointedLayers: _checkpointed); // [B, T, C]
        var loss = _model.Loss(hidden, _labels).Loss;                                                // []
        loss.backward();
        Gradients.Clip(_adapter.Trainable, 1);
        _optimiser.Step(1e-4);
        if (_checkpointed > 0) FreedMemory.Return(); // as a training with the option does
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimiser.Dispose();
        _adapter.Dispose();
        _model.Dispose();
        _embeddings.Dispose();
        _labels.Dispose();
    }
}
