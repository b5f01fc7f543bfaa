using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Llama;
using Audire.Models.Salmonn;
using Audire.Models.Whisper;

namespace Audire.Models.Planning;

/// <summary>The parts of a SALMONN by their places, each of which may be left out.</summary>
/// <param name="Whisper">A folder with Whisper's <c>config.json</c>.</param>
/// <param name="Beats">A BEATs checkpoint.</param>
/// <param name="Llm">A language model's folder or file.</param>
/// <param name="Adapter">The trained part: <c>salmonn_v1.pth</c> and kin.</param>
public sealed record PlannedParts(string? Whisper = null, string? Beats = null, string? Llm = null, string? Adapter = null);

/// <summary>Says what a model needs from configurations and headers: nothing is loaded, and weights need not be there where a configuration is.</summary>
public static class ModelPlanner
{
    /// <summary>The parts of a model: a GGUF file, a folder with <c>config.json</c>, or that file.</summary>
    /// <exception cref="ModelConfigException">The configuration is damaged or of an architecture that is not known.</exception>
    /// <exception cref="CheckpointException">A file is damaged.</exception>
    /// <param name="path">The model; a folder of a SALMONN too.</param>
    /// <param name="resolve">From the name of a SALMONN's part to its path; null for a folder inside or beside it.</param>
    public static IReadOnlyList<PartPlan> Plan(string path, Func<string, string>? resolve = null)
    {
        if (Directory.Exists(path) && SalmonnFolder.Is(path)) return Plan(Of(SalmonnFolder.Read(path).Parts(path, resolve)));
        if (ConfigOf(path) is { } config) return PlanFolder(config);
        if (Directory.Exists(path) && Directory.GetFiles(path, "*.gguf") is [var only]) path = only;
        using var checkpoint = Checkpoint.Open(path);
        return checkpoint.Format == "gguf" ? [PartPlan.Of(LlamaGgufConfig.Read(checkpoint).Validate(path))] : [PartPlan.OfFile("model", "not stated", checkpoint)];
    }

    /// <summary>The parts of a SALMONN.</summary>
    /// <inheritdoc cref="Plan(string, Func{string, string})" path="/exception"/>
    public static IReadOnlyList<PartPlan> Plan(PlannedParts parts)
    {
        var plans = new List<PartPlan>();
        if (parts.Whisper is { } whisper) plans.Add(Plan(whisper).FirstOrDefault(part => part.Name == PartPlan.SpeechEncoder) ?? throw new ModelConfigException(whisper, "it is no Whisper model"));
        if (parts.Beats is { } beats) plans.Add(OfFile(beats, PartPlan.SoundEncoder, "beats") with { ActivationBytes = BeatsActivations });
        if (parts.Adapter is { } adapter) plans.Add(OfFile(adapter, PartPlan.Bridge, "q-former, lora"));
        if (parts.Llm is { } llm) plans.AddRange(Plan(llm));
        return plans;
    }

    // The scores of all pairs of the 1,496 tokens of 30 s in 12 heads, twice, besides 768-wide states.
    private const long BeatsActivations = sizeof(float) * ((2L * 12 * 1496 * 1496) + (1496L * 8 * 768));

    private static PlannedParts Of(SalmonnParts parts) => new(parts.Whisper, parts.Beats, parts.LanguageModel, parts.Adapter);

    private static PartPlan OfFile(string path, string name, string architecture)
    {
        using var checkpoint = Checkpoint.Open(path);
        return PartPlan.OfFile(name, architecture, checkpoint);
    }

    private static IReadOnlyList<PartPlan> PlanFolder(string config)
    {
        using var json = Read(config);
        var type = new ConfigReader(json.RootElement, config).Text("model_type") ?? "llama";
        if (type == "whisper")
        {
            var whisper = WhisperConfig.Parse(json.RootElement, config);
            return [PartPlan.Encoder(whisper), PartPlan.Decoder(whisper)];
        }

        return [PartPlan.Of(LlamaHubConfig.Read(json.RootElement, config).Validate(config)) with { Architecture = type }];
    }

    private static string? ConfigOf(string path)
    {
        if (Path.GetFileName(path) == "config.json" && File.Exists(path)) return path;
        var inside = Path.Combine(path, "config.json");
        return File.Exists(inside) ? inside : null;
    }

    private static JsonDocument Read(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelConfigException(path, $"it cannot be read ({error.Message.ReplaceLineEndings(" ")})", error);
        }
    }
}
