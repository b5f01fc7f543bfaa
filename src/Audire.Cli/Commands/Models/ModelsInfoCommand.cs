using System.CommandLine;
using System.Text.Json;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Checkpoints;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models info</c>: what a weight file holds. It needs no known architecture.</summary>
internal static class ModelsInfoCommand
{
    private const int LongestValue = 100;

    public static Command Build(CommandIo io)
    {
        var json = CommandOptions.Json("models info model.safetensors --json");
        var model = new Argument<string>("model") { Description = "A model's name, a folder, or a file: safetensors, GGUF or what torch.save writes. Example: models/model.gguf" };
        var command = new Command("info", "Show format, metadata and tensors of a weight file.") { model, json };
        command.SetAction(parsed =>
        {
            var info = Read(ModelFolders.Resolve(parsed.GetRequiredValue(model)));
            if (parsed.GetValue(json)) io.WriteDocument(info, CliJson.Documents.ModelInfo);
            else Print(info, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static ModelInfo Read(string path)
    {
        using var checkpoint = Checkpoint.Open(path);
        var tensors = checkpoint.Tensors.Values.Select(entry => new TensorInfo(entry.Name, entry.Type.Label(), entry.Shape, entry.Bytes)).ToList();
        return new ModelInfo(
            checkpoint.Format, Architecture(checkpoint, path), checkpoint.Tensors.Values.Sum(entry => entry.Elements), tensors.Sum(tensor => tensor.Bytes),
            checkpoint.Metadata.ToDictionary(pair => pair.Key, pair => JsonSerializer.SerializeToElement(pair.Value.ToJson(), CliJson.Lines.JsonNode), StringComparer.Ordinal),
            tensors);
    }

    // GGUF names it inside; a folder in Hugging Face's layout in config.json beside the weights.
    private static string? Architecture(Checkpoint checkpoint, string path)
    {
        if (checkpoint.Metadata.TryGetValue("general.architecture", out var inside) && inside.AsText() is { } name) return name;
        var config = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(path) ?? ".", "config.json");
        if (!File.Exists(config)) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        }
        catch (JsonException)
        {
            return null; // a damaged neighbour does not keep the weights from being listed
        }
    }

    private static void Print(ModelInfo info, CommandIo io)
    {
        io.Out.WriteLine($"format        {info.Format}");
        io.Out.WriteLine($"architecture  {info.Architecture ?? "not stated"}");
        io.Out.WriteLine($"parameters    {Sizes.Count(info.Parameters)}");
        io.Out.WriteLine($"bytes         {Sizes.Bytes(info.Bytes)}");
        io.Out.WriteLine();
        if (info.Metadata.Count > 0)
        {
            var metadata = new TableView("metadata", "value");
            foreach (var (key, value) in info.Metadata) metadata.Add(key, Short(value));
            metadata.Write(io);
            io.Out.WriteLine();
        }
        var tensors = new TableView("tensor", "type", "shape", ">bytes");
        foreach (var tensor in info.Tensors) tensors.Add(tensor.Name, tensor.Type, $"[{string.Join(", ", tensor.Shape)}]", Sizes.Bytes(tensor.Bytes));
        tensors.Write(io);
    }

    private static string Short(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 8) return $"{value.GetArrayLength()} values: {string.Join(", ", value.EnumerateArray().Take(4))}, …";
        var text = value.ToString().ReplaceLineEndings("\\n");
        return text.Length <= LongestValue ? text : text[..LongestValue] + "…";
    }
}

/// <summary>What <c>audire models info --json</c> writes.</summary>
/// <param name="Format"><c>safetensors</c>, <c>gguf</c> or <c>torch</c>.</param>
/// <param name="Architecture">What the file or its folder says it is; null where neither does.</param>
/// <param name="Parameters">Numbers in all tensors.</param>
/// <param name="Bytes">Bytes of all tensors.</param>
/// <param name="Metadata">What the file says about itself.</param>
/// <param name="Tensors">Every tensor, in the file's order.</param>
internal sealed record ModelInfo(
    string Format, string? Architecture, long Parameters, long Bytes, IReadOnlyDictionary<string, JsonElement> Metadata, IReadOnlyList<TensorInfo> Tensors);

/// <summary>One tensor of a file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">How its numbers are stored, such as <c>F16</c> or <c>Q5_1</c>.</param>
/// <param name="Shape">Outermost dimension first; empty for a scalar.</param>
/// <param name="Bytes">Bytes in the file.</param>
internal sealed record TensorInfo(string Name, string Type, IReadOnlyList<long> Shape, long Bytes);
