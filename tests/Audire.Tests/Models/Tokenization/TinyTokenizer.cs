using System.Text;
using System.Text.Json.Nodes;
using Audire.Models.Tokenization;

namespace Audire.Tests.Models.Tokenization;

/// <summary>A tokenizer.json small enough to be read in a test, and ways to bend it.</summary>
internal static class TinyTokenizer
{
    /// <summary>Bytes a, b, c, d, space; merges ab, abc, cd.</summary>
    public static JsonObject Json() => JsonNode.Parse("""
        {
          "added_tokens": [],
          "normalizer": null,
          "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "use_regex": false },
          "decoder": { "type": "ByteLevel" },
          "model": {
            "type": "BPE",
            "vocab": { "a": 0, "b": 1, "c": 2, "d": 3, "Ġ": 4, "ab": 5, "abc": 6, "cd": 7, "abcd": 8 },
            "merges": ["a b", "ab c", "c d"]
          }
        }
        """)!.AsObject();

    /// <summary>An entry for "added_tokens".</summary>
    public static JsonObject Added(int id, string content, bool lstrip = false, bool rstrip = false, bool singleWord = false, bool normalized = false, bool special = true) => new()
    {
        ["id"] = id, ["content"] = content, ["lstrip"] = lstrip, ["rstrip"] = rstrip, ["single_word"] = singleWord, ["normalized"] = normalized, ["special"] = special,
    };

    public static Tokenizer With(Action<JsonObject> change)
    {
        var json = Json();
        change(json);
        return Load(json.ToJsonString());
    }

    public static Tokenizer Load(string json) => Tokenizer.FromJson(new MemoryStream(Encoding.UTF8.GetBytes(json)), "tiny.json");
}
