using Audire.Models.Nn;
using Audire.Models.Salmonn.Loading;

namespace Audire.Models.Salmonn;

public sealed partial class SalmonnModel
{
    /// <summary>Loads a model from parts as they are published, each by its own names.</summary>
    /// <param name="parts">Where they lie.</param>
    /// <param name="options">Device, precision, whether it is trained.</param>
    /// <exception cref="ModelConfigException">A configuration is absent, damaged, or of another architecture; or the vocabulary is another model's.</exception>
    /// <exception cref="Checkpoints.CheckpointException">A file cannot be read.</exception>
    /// <exception cref="WeightMismatchException">A part does not fit the others; all differences are listed, with a guess at the mix-up.</exception>
    public static SalmonnModel Load(SalmonnParts parts, SalmonnOptions? options = null) =>
        SalmonnLoader.Load(Path.GetFileNameWithoutExtension(parts.Adapter), parts, options ?? new SalmonnOptions());

    /// <summary>Loads a model from one Audire folder (<see cref="SalmonnFolder"/>).</summary>
    /// <inheritdoc cref="Load(SalmonnParts, SalmonnOptions?)" path="/exception"/>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Device, precision, whether it is trained, where its parts are found.</param>
    public static SalmonnModel Load(string folder, SalmonnOptions? options = null)
    {
        options ??= new SalmonnOptions();
        var read = SalmonnFolder.Read(folder);
        return SalmonnLoader.Load(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), read.Parts(folder, options.Resolve), options with { Config = options.Config ?? read.Config });
    }

    /// <summary>Puts a model together whose adapter is still to be trained: the language model answers as before, and what it hears is noise.</summary>
    /// <param name="whisper">A Whisper folder.</param>
    /// <param name="beats">A BEATs checkpoint; null for none.</param>
    /// <param name="languageModel">A GGUF file, or a Hugging Face folder.</param>
    /// <param name="config">The shape; its widths become those of the parts.</param>
    /// <param name="seed">Equal seeds give equal adapters.</param>
    /// <param name="options">Device and precision; the adapter is trainable in any case.</param>
    public static SalmonnModel Create(string whisper, string? beats, string languageModel, SalmonnConfig config, long seed, SalmonnOptions? options = null) =>
        SalmonnLoader.Assemble(
            "untrained", whisper, beats, languageModel, config, (shape, model) => FirstWeights.Of(shape, model, seed), (options ?? new SalmonnOptions()) with { Trainable = true });
}
