using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Examples;

/// <summary>Tensors out of a file, without knowing what model it is: safetensors, GGUF, or what torch.save writes.</summary>
public static class ReadCheckpoint
{
    /// <summary>Lists all tensors and sums up the largest.</summary>
    /// <param name="path">A file, an index of shards, or a folder.</param>
    /// <param name="output">Where the list goes.</param>
    /// <returns>The mean of the largest tensor's values.</returns>
    public static double Run(string path, TextWriter output)
    {
        // Opening reads the header alone; nothing inside the file is ever run.
        using var checkpoint = Checkpoint.Open(path);
        foreach (var tensor in checkpoint.Tensors.Values)
            output.WriteLine($"{tensor.Name} {tensor.Type.Label()} [{string.Join(", ", tensor.Shape)}]");

        // A tensor lives in the scope that is open when it is loaded. Plain types are mapped, quantised blocks become float32.
        using var scope = NewDisposeScope();
        var largest = checkpoint.Tensors.Values.MaxBy(tensor => tensor.Elements)!;
        return checkpoint.Load(largest.Name).to(ScalarType.Float64).mean().item<double>();
    }
}
