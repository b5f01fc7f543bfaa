using Audire.Models.Checkpoints;

namespace Audire.Models.Tokenization;

public sealed partial class Tokenizer
{
    /// <summary>Reads a Hugging Face tokenizer.json of a byte-pair model.</summary>
    /// <exception cref="TokenizerException">The file is damaged, hostile or uses something unsupported; the message says what and where.</exception>
    public static Tokenizer FromJson(string path)
    {
        using var stream = File.OpenRead(path);
        return TokenizerJson.Read(stream, path);
    }

    /// <summary>Reads a Hugging Face tokenizer.json from a stream (UTF-8, not compressed), which stays open.</summary>
    /// <param name="stream">The JSON text.</param>
    /// <param name="source">The name that messages give it.</param>
    /// <exception cref="TokenizerException">The file is damaged, hostile or uses something unsupported; the message says what and where.</exception>
    public static Tokenizer FromJson(Stream stream, string source = "tokenizer.json") => TokenizerJson.Read(stream, source);

    /// <summary>Builds the tokenizer of an open GGUF file.</summary>
    /// <exception cref="TokenizerException">The file carries no vocabulary, or one that contradicts itself or names something unsupported.</exception>
    public static Tokenizer FromGguf(Checkpoint file) => FromGguf(GgufVocabularyReader.Read(file), file.Path);

    /// <summary>Builds the tokenizer that a GGUF file carries.</summary>
    /// <param name="vocabulary">The entries under <c>tokenizer.ggml</c>.</param>
    /// <param name="source">The name that messages give the file.</param>
    /// <exception cref="TokenizerException">The entries contradict each other or name something unsupported.</exception>
    public static Tokenizer FromGguf(GgufVocabulary vocabulary, string source = "GGUF file") => GgufTokenizer.Build(vocabulary, source);

    /// <summary>Reads a SentencePiece byte-pair model (tokenizer.model of Llama-2 and Vicuna) from a stream, which stays open.</summary>
    /// <param name="stream">The model.</param>
    /// <param name="legacy">
    /// Whether every stretch between control markers gets its own leading space, as Llama's first tokenizer did and SALMONN still does;
    /// otherwise only the one that opens the text.
    /// </param>
    /// <param name="source">The name that messages give the file.</param>
    /// <exception cref="TokenizerException">The file is damaged, hostile, or no byte-pair model.</exception>
    public static Tokenizer FromSentencePiece(Stream stream, bool legacy = true, string source = "tokenizer.model")
    {
        var model = SentencePieceModel.Read(stream, source);
        var normalize = SentencePieceParts.Normalizer(model.RemoveExtraWhitespaces, model.AddDummyPrefix, onlyAtStart: !legacy);
        var bos = Known(model.BosId);
        return new Tokenizer(SentencePieceParts.Build(source, model.Pieces, normalize, model.AddDummyPrefix) with
        {
            BosId = bos,
            EosId = Known(model.EosId),
            Prefix = bos is { } id ? [id] : [],
        });

        int? Known(int id) => (uint)id < (uint)model.Pieces.Count ? id : null; // -1 says that the model has none
    }

    /// <summary>Reads a SentencePiece byte-pair model from a file; see <see cref="FromSentencePiece(Stream, bool, string)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="legacy">Whether every stretch between control markers gets its own leading space.</param>
    /// <exception cref="TokenizerException">The file is damaged, hostile, or no byte-pair model.</exception>
    public static Tokenizer FromSentencePiece(string path, bool legacy = true)
    {
        using var stream = File.OpenRead(path);
        return FromSentencePiece(stream, legacy, path);
    }
}
