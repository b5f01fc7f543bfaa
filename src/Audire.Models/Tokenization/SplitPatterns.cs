using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Audire.Models.Tokenization;

/// <summary>The splitting patterns of well-known byte-level tokenizers, compiled at build time: known to take linear time.</summary>
internal static partial class SplitPatterns
{
    /// <summary>GPT-2 and Whisper: contractions, then runs of letters, of digits, of other signs, each with the space before it.</summary>
    [StringSyntax(StringSyntaxAttribute.Regex)]
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Llama-3: as GPT-2 with contractions in any case, digits in threes, line ends kept with the signs before them.</summary>
    [StringSyntax(StringSyntaxAttribute.Regex)]
    public const string Llama3 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>Qwen2: as Llama-3 with digits one by one.</summary>
    [StringSyntax(StringSyntaxAttribute.Regex)]
    public const string Qwen2 = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>One numeric character.</summary>
    [StringSyntax(StringSyntaxAttribute.Regex)]
    public const string Digit = @"\p{N}";

    private static readonly Dictionary<string, Regex> Known = new(StringComparer.Ordinal)
    {
        [Gpt2] = Gpt2Regex(),
        [Llama3] = Llama3Regex(),
        [Qwen2] = Qwen2Regex(),
        [Digit] = DigitRegex(),
    };

    /// <summary>The compiled form of a known pattern.</summary>
    public static bool TryGet(string pattern, [NotNullWhen(true)] out Regex? regex) => Known.TryGetValue(pattern, out regex);

    // "(?i:…)" is spelt out: .NET leaves the long s (U+017F) out of the letters that equal s, other libraries do not.
    private const string Contractions = @"'(?:[sS\u017FtTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";

    [GeneratedRegex(Gpt2, RegexOptions.CultureInvariant)]
    private static partial Regex Gpt2Regex();

    [GeneratedRegex(Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Llama3Regex();

    [GeneratedRegex(Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Qwen2Regex();

    [GeneratedRegex(Digit, RegexOptions.CultureInvariant)]
    private static partial Regex DigitRegex();
}
