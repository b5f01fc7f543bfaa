using System.Buffers;
using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>
/// Turns ids that arrive one by one into text that never shows part of a character: bytes are held back while the text they give ends
/// in U+FFFD, and <see cref="Flush"/> gives what never became whole. All chunks together are <see cref="Tokenizer.Decode"/> of all ids.
/// </summary>
/// <remarks>One stream a conversation; not safe to share between threads.</remarks>
/// <param name="tokenizer">The vocabulary.</param>
/// <param name="skipSpecial">Whether control markers are left out; they are by default.</param>
public sealed class TokenStream(Tokenizer tokenizer, bool skipSpecial = true)
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private bool _started;

    /// <summary>Takes the next id; returns the text that may be shown now, empty while a character is incomplete.</summary>
    public string Append(int id)
    {
        tokenizer.AppendBytes(id, skipSpecial, _held);
        var text = Encoding.UTF8.GetString(_held.WrittenSpan);
        return text.EndsWith('\uFFFD') ? "" : Release(text);
    }

    /// <summary>Ends the text: returns what was held back, invalid bytes as U+FFFD. The stream then starts anew.</summary>
    public string Flush()
    {
        var text = Release(Encoding.UTF8.GetString(_held.WrittenSpan));
        _started = false;
        return text;
    }

    private string Release(string text)
    {
        _held.ResetWrittenCount();
        if (text.Length == 0 || _started) return text;
        _started = true;
        return tokenizer.DropsFirstSpace && text[0] == ' ' ? text[1..] : text;
    }
}
