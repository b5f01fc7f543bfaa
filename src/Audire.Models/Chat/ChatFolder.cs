using System.Text.Json;
using Audire.Models.Tokenization;

namespace Audire.Models.Chat;

/// <summary>Finds vocabulary and chat template in a Hugging Face model folder.</summary>
internal static class ChatFolder
{
    /// <summary>The tokenizer, and the template's Jinja text where the folder has one.</summary>
    public static (Tokenizer Tokenizer, string? Jinja) Read(string path)
    {
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var json = Path.Combine(folder, "tokenizer.json");
        var sentencePiece = Path.Combine(folder, "tokenizer.model");
        var tokenizer = File.Exists(json) ? Tokenizer.FromJson(json)
            : File.Exists(sentencePiece) ? Tokenizer.FromSentencePiece(sentencePiece)
            : throw new TokenizerException($"{folder} has neither tokenizer.json nor tokenizer.model; put the model's own beside its weights.");
        return (tokenizer, Template(folder));
    }

    private static string? Template(string folder)
    {
        var jinja = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(jinja)) return File.ReadAllText(jinja);
        var path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path)) return null;
        try
        {
            using var config = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 64 });
            return new ConfigReader(config.RootElement, path).Text("chat_template");
        }
        catch (JsonException error)
        {
            throw new ModelConfigException(path, "it is no JSON", error);
        }
    }
}
