using Audire.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Checkpoints;

/// <summary>Real models open, map instead of being read, and outlive the checkpoint they came from.</summary>
public sealed class RealCheckpointTests
{
    [Fact]
    public void Every_shared_model_opens_and_loads_in_its_shapes()
    {
        var opened = 0;
        foreach (var folder in Directory.GetDirectories(Fixtures.RequireShared("models")))
        {
            using var scope = NewDisposeScope();
            using var checkpoint = Checkpoint.Open(folder);
            Assert.NotNull(ModelArchitecture.Of(checkpoint));
            Assert.NotEmpty(checkpoint.Tensors);
            foreach (var entry in checkpoint.Tensors.Values)
            {
                using var tensor = checkpoint.Load(entry.Name);
                Assert.Equal(entry.Shape, tensor.shape);
                Assert.Equal(entry.Type.LoadedAs(), tensor.dtype);
                Assert.True(tensor.isfinite().all().item<bool>(), entry.Name);
            }
            opened++;
        }
        Assert.SkipUnless(opened > 0, "No model is on this machine.");
    }

    [Fact]
    public void A_loaded_tensor_outlives_its_checkpoint_and_its_file()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        Audire.Models.Checkpoints.Safetensors.SafetensorsWriter.Write(path, [new("x", ElementType.F32, [3], () => tensor(new[] { 1f, 2f, 3f }))]);
        Tensor kept;
        using (var checkpoint = Checkpoint.Open(path)) kept = checkpoint.Load("x");
        File.Delete(path);
        Assert.Equal([1f, 2f, 3f], kept.data<float>().ToArray());
        kept.add_(1); // private to this process
        Assert.Equal([2f, 3f, 4f], kept.data<float>().ToArray());
    }

    [Fact]
    public void A_name_that_is_not_there_is_told()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.safetensors");
        Audire.Models.Checkpoints.Safetensors.SafetensorsWriter.Write(path, [new("x", ElementType.F32, [1], () => ones(1))]);
        using var checkpoint = Checkpoint.Open(path);
        var fault = Assert.Throws<CheckpointException>(() => checkpoint.Load("y"));
        Assert.Equal(("y", CheckpointFault.MissingTensor), (fault.Tensor, fault.Kind));
        Assert.Equal(CheckpointFault.NotReadable, Assert.Throws<CheckpointException>(() => Checkpoint.Open(folder.File("absent"))).Kind);
        using var empty = new TemporaryFolder();
        Assert.Equal(CheckpointFault.NotReadable, Assert.Throws<CheckpointException>(() => Checkpoint.Open(empty.Path)).Kind);
    }
}
