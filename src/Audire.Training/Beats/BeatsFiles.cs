using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>Writes what was trained: the encoder as any BEATs is read, the head beside it.</summary>
public static class BeatsFiles
{
    /// <summary>The encoder's file in a folder.</summary>
    public const string Encoder = "beats.safetensors";

    /// <summary>The head's file in a folder.</summary>
    public const string Head = "beats-head.safetensors";

    /// <summary>Writes both files, each atomically.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="trainee">What was trained.</param>
    /// <param name="type">How weights are stored: F32 loses nothing, F16 is half as large.</param>
    public static void Write(string folder, BeatsTrainee trainee, ElementType type = ElementType.F32)
    {
        Write(Path.Combine(folder, Encoder), trainee.Model.Set.Trainable, type, new() { ["cfg"] = trainee.Model.Config.ToJson().ToJsonString() });
        var labels = trainee is BeatsFineTuning tuned ? tuned.Identity["labels"] : "{}";
        Write(Path.Combine(folder, Head), trainee.HeadWeights.Trainable, type, new() { ["labels"] = labels });
    }

    private static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, ElementType type, Dictionary<string, string> metadata) => SafetensorsWriter.Write(
        path, tensors.Select(pair => new TensorToWrite(pair.Key, type, pair.Value.shape, () => pair.Value.detach())), metadata);
}
