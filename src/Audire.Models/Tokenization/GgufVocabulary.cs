namespace Audire.Models.Tokenization;

/// <summary>The vocabulary that a GGUF file carries under <c>tokenizer.ggml.*</c>, as the file has it.</summary>
/// <param name="Model"><c>model</c>: "gpt2" for byte-level byte pairs, "llama" for SentencePiece byte pairs.</param>
/// <param name="Tokens"><c>tokens</c>: texts in the order of ids.</param>
public sealed record GgufVocabulary(string Model, IReadOnlyList<string> Tokens)
{
    /// <summary><c>pre</c>: names the splitting pattern of a "gpt2" vocabulary.</summary>
    public string? Pre { get; init; }

    /// <summary><c>token_type</c>: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; absent: all normal.</summary>
    public IReadOnlyList<int>? Types { get; init; }

    /// <summary><c>merges</c>: pairs separated by a space, best first ("gpt2").</summary>
    public IReadOnlyList<string>? Merges { get; init; }

    /// <summary><c>scores</c>: higher merges first ("llama").</summary>
    public IReadOnlyList<float>? Scores { get; init; }

    /// <summary><c>bos_token_id</c>.</summary>
    public int? BosId { get; init; }

    /// <summary><c>eos_token_id</c>.</summary>
    public int? EosId { get; init; }

    /// <summary><c>add_bos_token</c>; absent: "llama" adds it, "gpt2" does not.</summary>
    public bool? AddBos { get; init; }

    /// <summary><c>add_eos_token</c>; absent: no.</summary>
    public bool? AddEos { get; init; }

    /// <summary><c>add_space_prefix</c> ("llama"); absent: yes.</summary>
    public bool? AddSpacePrefix { get; init; }
}
