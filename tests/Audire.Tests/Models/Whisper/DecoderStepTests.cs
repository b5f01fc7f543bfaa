using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Network;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>Tokens as a single call get the bits that the blocks give, one row and several.</summary>
public sealed class DecoderStepTests
{
    private static readonly WhisperConfig Small = RandomWhisper.Config with
    {
        VocabularySize = 64,
        Width = 32,
        DecoderHidden = 96,
        AudioPositions = 12,
        TextPositions = 24,
        MelBins = 8,
    };

    public static TheoryData<WeightType, bool, int, int> Cases => new(
        from type in Enum.GetValues<WeightType>()
        from training in new[] { false, true }
        from shape in new (int Rows, int Windows)[] { (1, 1), (3, 1), (4, 2) }
        select (type, training, shape.Rows, shape.Windows));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tokens_get_the_bits_of_the_blocks(WeightType type, bool forTraining, int rows, int windows)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var network = RandomWhisper.Network(Small, new WeightOptions { Type = type, ForTraining = forTraining });
        using var generator = new Generator(3, CPU);
        using var memory = network.Decoder.Hear(randn([windows, Small.AudioPositions, Small.Width], generator: generator));
        using var quick = new DecoderState(network.Decoder, memory, rows);
        using var blocks = new DecoderState(network.Decoder, memory, rows);
        Assert.Equal(InBlocks(network, blocks, Ids(0, 3)), network.Decoder.Forward(Ids(0, 3), quick).data<float>().ToArray());
        for (var token = 3; token < 20; token++)
            Assert.Equal(InBlocks(network, blocks, Ids(token, 1)), network.Decoder.Forward(Ids(token, 1), quick).data<float>().ToArray());
        Assert.Equal(20, quick.Length);

        int[] Ids(int first, int count) => [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Range(first, count).Select(at => (at + (7 * row)) % Small.VocabularySize))];
    }

    [Fact]
    public void A_tap_and_a_gradient_are_left_to_the_blocks()
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var network = RandomWhisper.Network(Small, new WeightOptions());
        using var memory = network.Decoder.Hear(randn(1, Small.AudioPositions, Small.Width));
        var seen = new List<string>();
        using var watched = new DecoderState(network.Decoder, memory, tap: (name, value) =>
        {
            seen.Add(name);
            return value;
        });
        watched.Step([1]).Dispose();
        Assert.Contains("decoder.layers.1.out", seen);
        using var state = new DecoderState(network.Decoder, memory);
        var step = new DecoderStep([], new LayerNorm(ones(Small.Width), zeros(Small.Width), 1e-5), Small);
        using var recording = enable_grad();
        Assert.Null(step.Run(zeros(1, Small.Width), state));
    }

    // Where gradients could be recorded the blocks do it, with the same operations.
    private static float[] InBlocks(WhisperNetwork network, DecoderState state, int[] ids)
    {
        using var recording = enable_grad();
        return network.Decoder.Forward(ids, state).data<float>().ToArray();
    }
}
