using Audire.Audio;
using Audire.Models.Beats;
using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;
using static TorchSharp.torch;

namespace Audire.Benchmarks.Synthetic;

/// <summary>A SALMONN of random weights, held as a converted folder would be: language model in 4 bits, Whisper in 8, BEATs in 16, the rest in floats.</summary>
internal sealed class RandomSalmonn : IDisposable
{
    private readonly SpeechEncoders _encoders;
    private readonly SalmonnAdapter _adapter;

    /// <summary>Makes one, part by part.</summary>
    public RandomSalmonn(SalmonnShape shape)
    {
        Shape = shape;
        var none = new InitialWeights(new Dictionary<string, long[]>());
        var shapesOnly = new WeightOptions { ShapesOnly = true };
        Decoder = LlamaModel.Build(Blocks(WeightType.Int4, () => LlamaModel.Build(none, shape.Decoder, shapesOnly), model => model.Set), shape.Decoder, new() { Type = WeightType.Int4 });
        _encoders = new SpeechEncoders(
            WhisperEncoder.Build(Blocks(WeightType.Int8, () => WhisperEncoder.Build(none, shape.FrontEnd.Whisper, shapesOnly), model => model.Set), shape.FrontEnd.Whisper, new() { Type = WeightType.Int8 }),
            BeatsModel.Build(Blocks(WeightType.F16, () => BeatsModel.Build(none, shape.FrontEnd.Beats, shapesOnly), model => model.Set), shape.FrontEnd.Beats, new() { Type = WeightType.F16 }),
            trimToClip: false);
        _adapter = SalmonnAdapter.Build(Blocks(WeightType.F32, () => SalmonnAdapter.Build(none, shape.Config, shape.Decoder, shapesOnly), model => model.Set), shape.Config, shape.Decoder);
    }

    /// <summary>The shapes.</summary>
    public SalmonnShape Shape { get; }

    /// <summary>The language model.</summary>
    public LlamaModel Decoder { get; }

    /// <summary>From 30 s of sound to what the language model reads of it, [1, L, D], owned by the caller's dispose scope.</summary>
    public Tensor Hear(AudioClip clip)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var encoded = _encoders.Encode(clip);
        try
        {
            return _adapter.Bridge.Forward(encoded, Decoder.Device)[0].unsqueeze(0).MoveToOuterDisposeScope();
        }
        finally
        {
            foreach (var part in encoded) part.Dispose();
        }
    }

    /// <summary>Frees the encoders as <see cref="SalmonnModel.ReleaseEncoders"/> does; nothing can be heard afterwards.</summary>
    public void ReleaseEncoders()
    {
        _encoders.Dispose();
        FreedMemory.ReturnMuch();
    }

    /// <summary>Reads sound and question, then writes so many tokens.</summary>
    /// <param name="heard">[1, L, D].</param>
    /// <param name="questionTokens">Tokens of the question.</param>
    /// <param name="written">Tokens of the answer.</param>
    /// <returns>Seconds of reading and of writing.</returns>
    public (double Reading, double Writing) Answer(Tensor heard, int questionTokens, int written)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var state = Decoder.Start(lora: _adapter.Lora?.At(Shape.Config.LoraScaling));
        var question = Decoder.Embed(arange(questionTokens, ScalarType.Int64).remainder(Shape.Decoder.Vocabulary).unsqueeze(0)); // [1, Q, D]
        Tensor logits = null!;
        var reading = Pairs.Seconds(() => logits = Decoder.Logits(state.Read(cat([heard, question], 1)).narrow(1, -1, 1)));
        var writing = Pairs.Seconds(() =>
        {
            var next = (int)logits.argmax().item<long>();
            for (var i = 0; i < written; i++)
            {
                using var scores = state.Step([next]);
                next = (int)scores.argmax().item<long>();
            }
        });
        return (reading, writing);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _adapter.Dispose();
        _encoders.Dispose();
        Decoder.Dispose();
    }

    // The names and shapes come from the model itself, built without numbers.
    private static RandomBlocks Blocks<T>(WeightType type, Func<T> build, Func<T, WeightSet> set)
        where T : IDisposable
    {
        using var model = build();
        return new RandomBlocks(set(model).Shapes, type);
    }
}
