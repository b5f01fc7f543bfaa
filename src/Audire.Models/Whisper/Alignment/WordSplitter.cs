using Audire.Models.Tokenization;

namespace Audire.Models.Whisper.Alignment;

/// <summary>A piece of text and how many tokens make it.</summary>
internal readonly record struct TextPiece(string Text, int TokenCount);

/// <summary>Groups text tokens into words: whole characters first, then, where the script has spaces, what stands between them.</summary>
internal static class WordSplitter
{
    private const char Broken = '\uFFFD';
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    /// <summary>Splits text tokens into words.</summary>
    /// <param name="tokens">Text tokens only.</param>
    /// <param name="tokenizer">Whisper's tokenizer.</param>
    /// <param name="language">Decides whether spaces separate words.</param>
    public static IReadOnlyList<TextPiece> Split(IReadOnlyList<int> tokens, Tokenizer tokenizer, string language)
    {
        var characters = WholeCharacters(tokens, tokenizer);
        return WhisperLanguage.WritesWithoutSpaces(language) ? characters : AtSpaces(characters);
    }

    // A token may end inside a character: such tokens are joined with those that complete it.
    private static List<TextPiece> WholeCharacters(IReadOnlyList<int> tokens, Tokenizer tokenizer)
    {
        var full = tokenizer.Decode([.. tokens]);
        List<TextPiece> pieces = [];
        List<int> open = [];
        var offset = 0;
        foreach (var token in tokens)
        {
            open.Add(token);
            var text = tokenizer.Decode([.. open]);
            var broken = text.IndexOf(Broken, StringComparison.Ordinal);

            // Where the whole text has the replacement character at that very place, no later token completes it.
            if (broken >= 0 && !(offset + broken < full.Length && full[offset + broken] == Broken)) continue;
            pieces.Add(new TextPiece(text, open.Count));
            offset += text.Length;
            open.Clear();
        }
        if (open.Count > 0) pieces.Add(new TextPiece(tokenizer.Decode([.. open]), open.Count));
        return pieces;
    }

    private static List<TextPiece> AtSpaces(List<TextPiece> characters)
    {
        List<TextPiece> words = [];
        foreach (var piece in characters)
        {
            var starts = words.Count == 0 || piece.Text.StartsWith(' ') || IsPunctuation(piece.Text.Trim());
            if (starts) words.Add(piece);
            else words[^1] = new TextPiece(words[^1].Text + piece.Text, words[^1].TokenCount + piece.TokenCount);
        }
        return words;
    }

    private static bool IsPunctuation(string text) => Punctuation.Contains(text, StringComparison.Ordinal);
}
