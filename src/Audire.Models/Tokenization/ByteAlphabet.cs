namespace Audire.Models.Tokenization;

/// <summary>
/// The 256 printable characters that stand for bytes in byte-level vocabularies (GPT-2's table): printable Latin-1 bytes stand for
/// themselves, the other 68 take U+0100, U+0101, … in byte order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Symbols = Build();
    private static readonly short[] Bytes = Invert(Symbols);

    /// <summary>The character of a byte.</summary>
    public static char Symbol(byte value) => Symbols[value];

    /// <summary>The byte of a character, or -1 for a character outside the alphabet.</summary>
    public static int Byte(char symbol) => symbol < Bytes.Length ? Bytes[symbol] : -1;

    private static char[] Build()
    {
        var symbols = new char[256];
        var next = '\u0100';
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            symbols[value] = printable ? (char)value : next++;
        }
        return symbols;
    }

    private static short[] Invert(char[] symbols)
    {
        var bytes = new short[symbols.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < symbols.Length; value++) bytes[symbols[value]] = (short)value;
        return bytes;
    }
}
