using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>Turns tokens back into the bytes of the text they stand for. Immutable.</summary>
internal abstract class TokenBytes
{
    /// <summary>Whether a space that opens the decoded text is the tokenizer's own and is left out.</summary>
    public virtual bool DropsFirstSpace => false;

    /// <summary>Appends the UTF-8 of one token; a token may hold part of a character.</summary>
    public abstract void Append(string token, ArrayBufferWriter<byte> bytes);

    protected static void AppendText(ReadOnlySpan<char> text, ArrayBufferWriter<byte> bytes) => Encoding.UTF8.GetBytes(text, bytes);
}

/// <summary>Byte-level tokens: each character is a byte; a token with any other character (an added one) is its own text.</summary>
internal sealed class ByteLevelBytes : TokenBytes
{
    public override void Append(string token, ArrayBufferWriter<byte> bytes)
    {
        var span = bytes.GetSpan(token.Length);
        for (var i = 0; i < token.Length; i++)
        {
            var value = ByteAlphabet.Byte(token[i]);
            if (value < 0)
            {
                AppendText(token, bytes);
                return;
            }
            span[i] = (byte)value;
        }
        bytes.Advance(token.Length);
    }
}

/// <summary>SentencePiece tokens: "▁" is a space and <c>&lt;0x0A&gt;</c> a byte.</summary>
/// <param name="space">The character that stands for a space.</param>
/// <param name="dropsFirstSpace">Whether encoding puts a space before the text.</param>
/// <param name="byteTokens">Whether byte tokens are bytes, or text as any other.</param>
internal sealed class SentencePieceBytes(char space, bool dropsFirstSpace, bool byteTokens) : TokenBytes
{
    public override bool DropsFirstSpace => dropsFirstSpace;

    public override void Append(string token, ArrayBufferWriter<byte> bytes)
    {
        if (byteTokens && TryByte(token, out var value)) bytes.Write([value]);
        else AppendText(token.Replace(space, ' '), bytes);
    }

    private static bool TryByte(string token, out byte value)
    {
        value = 0;
        return token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
