using System.Text.Json.Nodes;
using Audire.Models.Beats;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Nn;
using Audire.Models.Planning;
using Audire.Models.Salmonn.Loading;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>Writes a SALMONN smaller: all its parts as one folder with large matrices quantised, or only what was trained, rounded.</summary>
/// <remarks>
/// In one folder the language model gets the type asked for; Whisper's encoder, whose products have many rows, 8 bits; BEATs float16; what was trained stays float32. Nothing
/// is loaded whole: each file is written a tensor at a time, <c>config.json</c> last, so a folder that has it is complete.
/// </remarks>
public static class SalmonnConverter
{
    private const string Whisper = "whisper";
    private const string LanguageModel = "language-model";

    /// <summary>Converts a model.</summary>
    /// <param name="parts">Where its parts lie.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="type"><see cref="WeightType.Int8"/> or <see cref="WeightType.Int4"/>.</param>
    /// <param name="config">The configuration; null to read it off the adapter.</param>
    /// <param name="progress">Told before each tensor; null for none.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <param name="cancellation">Checked before each tensor.</param>
    /// <exception cref="ModelConfigException">A part is of another kind than expected.</exception>
    /// <exception cref="CheckpointException">A part cannot be read, or the folder cannot be written.</exception>
    public static ConversionReport Convert(SalmonnParts parts, string output, WeightType type, SalmonnConfig? config = null,
        IProgress<ConversionProgress>? progress = null, Func<string, Stream>? create = null, CancellationToken cancellation = default)
    {
        using var adapter = Checkpoint.Open(parts.Adapter);
        var trained = adapter.StateDict();
        config ??= AdapterConfig.Read(adapter, new CheckpointWeights(adapter));
        var speech = PackedConverter.Convert(parts.Whisper, Path.Combine(output, Whisper), WeightType.Int8, part => part.Name == PartPlan.SpeechEncoder, progress, create, cancellation);
        var words = PackedConverter.Convert(parts.LanguageModel, Path.Combine(output, LanguageModel), type, _ => true, progress, create, cancellation);
        var reports = new List<ConversionReport> { speech, words };
        if (parts.Beats is { } beats) reports.Add(Sound(beats, Path.Combine(output, SalmonnFolder.BeatsFile), create));
        reports.Add(Copy(trained, Path.Combine(output, SalmonnFolder.AdapterFile), _ => ElementType.F32, [], create));
        new SalmonnFolder(config, Whisper, LanguageModel).SaveConfig(output, create);
        return new(
            Path.Combine(output, SalmonnFolder.ConfigFile), [.. speech.SideFiles.Select(name => $"{Whisper}/{name}"), .. words.SideFiles.Select(name => $"{LanguageModel}/{name}")],
            reports.Sum(report => report.Tensors), reports.Sum(report => report.BytesBefore), reports.Sum(report => report.Bytes), [.. reports.SelectMany(report => report.Fallbacks)]);
    }

    /// <summary>Rounds what was trained to 16 bits, to be passed on: adapter and BEATs. Whisper and language model stay where their names say.</summary>
    /// <param name="folder">A SALMONN folder.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <exception cref="ModelConfigException">The folder is not a SALMONN's, or a part is not found.</exception>
    /// <exception cref="CheckpointException">A part cannot be read, or the folder cannot be written.</exception>
    public static ConversionReport Round(string folder, string output, Func<string, Stream>? create = null)
    {
        var model = SalmonnFolder.Read(folder);
        var reports = new List<ConversionReport>();
        if (model.Config.Bridge.AudioWidth is not null) reports.Add(Sound(Path.Combine(folder, SalmonnFolder.BeatsFile), Path.Combine(output, SalmonnFolder.BeatsFile), create));
        using var adapter = Checkpoint.Open(Path.Combine(folder, SalmonnFolder.AdapterFile));
        reports.Add(Copy(adapter.StateDict(), Path.Combine(output, SalmonnFolder.AdapterFile), Half, [], create));
        model.SaveConfig(output, create);
        return new(
            Path.Combine(output, SalmonnFolder.ConfigFile), [], reports.Sum(report => report.Tensors), reports.Sum(report => report.BytesBefore), reports.Sum(report => report.Bytes), []);
    }

    private static ElementType Half(TensorEntry entry) => entry.Shape.Length == 2 ? ElementType.F16 : ElementType.F32;

    private static ConversionReport Sound(string path, string target, Func<string, Stream>? create)
    {
        using var checkpoint = Checkpoint.Open(path);
        var config = new JsonObject(BeatsConfigReader.Read(checkpoint).ToJson().Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        return Copy(
            checkpoint.StateDict(), target, Half, new Dictionary<string, string>(StringComparer.Ordinal) { ["cfg"] = config.ToJsonString() }, create);
    }

    private static ConversionReport Copy(
        Checkpoint model, string target, Func<TensorEntry, ElementType> type, Dictionary<string, string> metadata, Func<string, Stream>? create)
    {
        // Buffers of whole numbers, positions say, are made anew by whoever loads the model.
        var entries = model.Tensors.Values.Where(entry => entry.Type is ElementType.F64 or ElementType.F32 or ElementType.F16 or ElementType.BF16).ToList();
        SafetensorsWriter.Write(target, entries.Select(entry => new TensorToWrite(entry.Name, type(entry), entry.Shape, Load(entry))), metadata, create);
        return new(target, [], entries.Count, entries.Sum(entry => entry.Bytes), new FileInfo(target).Length, []);

        Func<Tensor> Load(TensorEntry entry) => () => model.Load(entry.Name);
    }
}
