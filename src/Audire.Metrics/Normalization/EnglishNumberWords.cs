using System.Collections.Frozen;
using System.Numerics;

namespace Audire.Metrics.Normalization;

/// <summary>What a word can mean inside a spoken number.</summary>
internal enum NumberWordKind
{
    /// <summary>A spoken 0.</summary>
    Zero,

    /// <summary>1 to 19.</summary>
    Unit,

    /// <summary>20 to 90.</summary>
    Ten,

    /// <summary>Hundred and up.</summary>
    Multiplier,

    /// <summary>1 to 19 as a plural or ordinal: ends its number.</summary>
    SuffixedUnit,

    /// <summary>20 to 90 as a plural or ordinal: ends its number.</summary>
    SuffixedTen,

    /// <summary>Hundred and up as a plural or ordinal: ends its number.</summary>
    SuffixedMultiplier,

    /// <summary>A spoken sign, said before its number.</summary>
    Sign,

    /// <summary>A currency, said after its number and written before it.</summary>
    Currency,

    /// <summary><c>percent</c>, or <c>per</c> before <c>cent</c>.</summary>
    Percent,

    /// <summary><c>and</c>, <c>point</c>, <c>double</c>, <c>triple</c>.</summary>
    Joiner,
}

/// <summary>One word of the number vocabulary.</summary>
/// <param name="Kind">Its role.</param>
/// <param name="Value">Its value; 0 where it has none.</param>
/// <param name="Symbol">What it is written as: a suffix such as <c>th</c>, a sign, a currency; empty where it has none.</param>
internal readonly record struct NumberWord(NumberWordKind Kind, BigInteger Value, string Symbol);

/// <summary>The words that Whisper's English normaliser reads as parts of numbers.</summary>
/// <remarks>Facts of the reference are kept, slips too: its regular ordinal of nine is <c>nineth</c>, so <c>ninth</c> is no number.</remarks>
internal static class EnglishNumberWords
{
    private static readonly string[] Units =
    [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] PowersOfThousand =
    [
        "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion", "septillion", "octillion", "nonillion", "decillion",
    ];

    private static readonly FrozenDictionary<string, NumberWord> Words = Build();

    /// <summary>The characters that may stand before digits.</summary>
    public const string Prefixes = "-+£€$¢";

    /// <summary>Looks a lower-case word up.</summary>
    public static bool TryGet(string? word, out NumberWord found)
    {
        found = default;
        return word is not null && Words.TryGetValue(word, out found);
    }

    /// <summary>Whether the word belongs to the vocabulary and has one of the kinds (any kind where none is given).</summary>
    public static bool Is(string? word, params ReadOnlySpan<NumberWordKind> kinds) =>
        TryGet(word, out var found) && (kinds.IsEmpty || kinds.Contains(found.Kind));

    private static FrozenDictionary<string, NumberWord> Build()
    {
        var words = new Dictionary<string, NumberWord>();
        foreach (string zero in (string[])["o", "oh", "zero"]) words[zero] = new(NumberWordKind.Zero, 0, "");

        for (int i = 0; i < Units.Length; i++)
        {
            var (name, value) = (Units[i], i + 1);
            words[name] = new(NumberWordKind.Unit, value, "");
            words[name == "six" ? "sixes" : name + "s"] = new(NumberWordKind.SuffixedUnit, value, "s");
            var ordinal = value switch { 1 => "first", 2 => "second", 3 => "third", 5 => "fifth", 8 => "eighth", 12 => "twelfth", _ => name + "th" };
            words[ordinal] = new(NumberWordKind.SuffixedUnit, value, value switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" });
        }
        words["zeroth"] = new(NumberWordKind.SuffixedUnit, 0, "th");

        for (int i = 0; i < Tens.Length; i++)
        {
            int value = 10 * (i + 2);
            words[Tens[i]] = new(NumberWordKind.Ten, value, "");
            words[Tens[i][..^1] + "ies"] = new(NumberWordKind.SuffixedTen, value, "s");
            words[Tens[i][..^1] + "ieth"] = new(NumberWordKind.SuffixedTen, value, "th");
        }

        AddMultiplier("hundred", 100);
        for (int i = 0; i < PowersOfThousand.Length; i++) AddMultiplier(PowersOfThousand[i], BigInteger.Pow(1000, i + 1));

        words["minus"] = words["negative"] = new(NumberWordKind.Sign, 0, "-");
        words["plus"] = words["positive"] = new(NumberWordKind.Sign, 0, "+");
        foreach (var (name, symbol) in (ReadOnlySpan<(string, string)>)[("pound", "£"), ("euro", "€"), ("dollar", "$"), ("cent", "¢")])
            words[name] = words[name + "s"] = new(NumberWordKind.Currency, 0, symbol);
        words["per"] = words["percent"] = new(NumberWordKind.Percent, 0, "%");
        foreach (string joiner in (string[])["and", "point", "double", "triple"]) words[joiner] = new(NumberWordKind.Joiner, 0, "");
        return words.ToFrozenDictionary();

        void AddMultiplier(string name, BigInteger value)
        {
            words[name] = new(NumberWordKind.Multiplier, value, "");
            words[name + "s"] = new(NumberWordKind.SuffixedMultiplier, value, "s");
            words[name + "th"] = new(NumberWordKind.SuffixedMultiplier, value, "th");
        }
    }
}
