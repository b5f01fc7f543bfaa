using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Tests.Models.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The recorded model that was really trained, as one Audire folder.</summary>
internal sealed class TrainedFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TrainedFolder(SalmonnCase one)
    {
        Case = one;
        using var scope = NewDisposeScope();
        using var checkpoint = Checkpoint.Open(one.At("ckpt", "salmonn.safetensors"));
        var config = RecordedModel.Config(one, new CheckpointWeights(checkpoint));
        foreach (var part in new[] { "whisper", "llama" })
            foreach (var file in Directory.GetFiles(one.At("ckpt", part)))
            {
                Directory.CreateDirectory(System.IO.Path.Combine(_folder.Path, part));
                File.Copy(file, System.IO.Path.Combine(_folder.Path, part, System.IO.Path.GetFileName(file)));
            }
        new SalmonnFolder(config, "whisper", "llama").Save(
            _folder.Path, checkpoint.Tensors.Keys.Where(name => !name.EndsWith("position_ids", StringComparison.Ordinal)).ToDictionary(name => name, checkpoint.Load, StringComparer.Ordinal),
            one.At("ckpt", "beats.safetensors"));
    }

    public SalmonnCase Case { get; }

    public string Path => _folder.Path;

    /// <summary>The first recorded answer: clip, question, words.</summary>
    public (string Clip, string Question, string Answer) First => Answer(0);

    /// <summary>A recorded answer.</summary>
    public (string Clip, string Question, string Answer) Answer(int index)
    {
        var answer = Case.Json.GetProperty("answers")[index];
        return (Case.At(answer.GetProperty("wav").GetString()!), answer.GetProperty("prompt").GetString()!, answer.GetProperty("clean_text").GetString()!);
    }

    /// <summary>Writes the folder; skips the test where no recorded model has answers.</summary>
    public static TrainedFolder Open()
    {
        var one = SalmonnCase.All().FirstOrDefault(one => one.Json.TryGetProperty("answers", out _));
        Assert.SkipWhen(one is null, "No recorded model has answers.");
        return new TrainedFolder(one);
    }

    public SalmonnModel Load() => SalmonnModel.Load(Path, new SalmonnOptions { DecoderType = WeightType.F32 });

    public void Dispose()
    {
        _folder.Dispose();
        Case.Dispose();
    }
}
