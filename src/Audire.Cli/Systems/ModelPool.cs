using Audire.Cli.Commands;
using Audire.Cli.ModelStore;
using Audire.Models.Chat;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;

namespace Audire.Cli.Systems;

/// <summary>Models that are loaded when first asked for and shared by all systems that use them.</summary>
/// <remarks>Thread-safe. Disposing it frees every model; the systems must not be used afterwards.</remarks>
/// <param name="start">Starts libtorch; called once, when first needed.</param>
internal sealed class ModelPool(Func<Engine> start) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WhisperModel> _recognisers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChatModel> _languageModels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SalmonnModel> _salmonns = new(StringComparer.Ordinal);
    private readonly Lazy<Engine> _engine = new(start);

    /// <summary>How models compute. Starts libtorch.</summary>
    public Engine Engine => _engine.Value;

    /// <summary>True once libtorch was started.</summary>
    public bool IsStarted => _engine.IsValueCreated;

    /// <summary>The weight type of recognisers' decoders.</summary>
    public WeightType RecogniserType => Engine.Type ?? WeightType.F16;

    /// <summary>The weight type of a language model: the one asked for, else the one that suits its file.</summary>
    public WeightType LanguageModelType(string path) => Engine.Type ?? ChatModel.NaturalType(path);

    /// <summary>The recogniser of a folder.</summary>
    public WhisperModel Recogniser(string path) => Get(_recognisers, path, () => WhisperModel.Load(path, WhisperPrecision.Of(Engine)));

    /// <summary>The language model of a folder or file.</summary>
    public ChatModel LanguageModel(string path) => Get(_languageModels, path, () =>
        ChatModel.Load(path, new WeightOptions { Device = Engine.Settings.Device, Type = LanguageModelType(path) }));

    /// <summary>The weight type of a SALMONN's encoders, which multiply many rows at a time: the one asked for where it is a float.</summary>
    public WeightType SalmonnEncoderType => WhisperPrecision.Of(Engine).EncoderType;

    /// <summary>The SALMONN of an Audire folder.</summary>
    public SalmonnModel Salmonn(string path) => Get(_salmonns, path, () => SalmonnModel.Load(path, new SalmonnOptions
    {
        Device = Engine.Settings.Device,
        EncoderType = SalmonnEncoderType,
        DecoderType = Engine.Type,
        Resolve = ModelFolders.Resolve,
    }));

    /// <summary>Frees what was loaded from a folder or file; nothing where nothing was. It is loaded anew when it is asked for again.</summary>
    public void Release(string path)
    {
        lock (_gate)
        {
            if (_recognisers.Remove(path, out var recogniser)) recogniser.Dispose();
            if (_languageModels.Remove(path, out var languageModel)) languageModel.Dispose();
            if (_salmonns.Remove(path, out var salmonn)) salmonn.Dispose();
        }

        FreedMemory.Return();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var model in _salmonns.Values) model.Dispose();
        foreach (var model in _recognisers.Values) model.Dispose();
        foreach (var model in _languageModels.Values) model.Dispose();
    }

    private T Get<T>(Dictionary<string, T> models, string path, Func<T> load)
    {
        lock (_gate)
        {
            if (models.TryGetValue(path, out var known)) return known;
            var model = models[path] = load();
            FreedMemory.Return(); // packing weights takes as much again for a while
            return model;
        }
    }
}
