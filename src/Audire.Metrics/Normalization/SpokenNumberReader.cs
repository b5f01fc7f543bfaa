using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Audire.Metrics.Normalization;

/// <summary>Walks over words and writes the numbers among them in digits: one pass, one instance, the state of the number being said.</summary>
/// <remarks>The rules of openai-whisper's English normaliser (20250625), a state machine over the previous, the current and the next word.</remarks>
internal sealed partial class SpokenNumberReader(IReadOnlyList<string> words)
{
    private readonly List<string> _written = [];
    private SpokenNumber? _number;
    private string _prefix = "";
    private int _index;

    private string? Previous => _index > 0 ? words[_index - 1] : null;

    private string Current => words[_index];

    private string? Next => _index + 1 < words.Count ? words[_index + 1] : null;

    /// <summary>The words with their numbers in digits.</summary>
    public List<string> Read()
    {
        for (; _index < words.Count; _index++)
        {
            bool prefixed = EnglishNumberWords.Prefixes.Contains(Current[0], StringComparison.Ordinal);
            string digits = prefixed ? Current[1..] : Current;
            if (Arabic().IsMatch(digits)) ReadDigits(digits, prefixed ? Current[..1] : null);
            else if (EnglishNumberWords.TryGet(Current, out var word)) ReadWord(word);
            else EndWith(Current);
        }
        Flush();
        return _written;
    }

    private void ReadDigits(string digits, string? prefix)
    {
        if (_number is { Digits: { } open } && open.EndsWith('.'))
        {
            _number = SpokenNumber.Of(open + Current);
            return;
        }
        Flush();
        _prefix = prefix ?? _prefix;
        // "3.0" counts as a quantity too: it is whole.
        _number = SpokenNumber.Of(digits).TryMultiply(BigInteger.One) is { } whole ? SpokenNumber.Of(whole) : SpokenNumber.Of(digits);
    }

    private void ReadWord(NumberWord word)
    {
        switch (word.Kind)
        {
            case NumberWordKind.Zero: _number = SpokenNumber.Of(DigitsSoFar() + "0"); break;
            case NumberWordKind.Unit: _number = AddUnit(word.Value); break;
            case NumberWordKind.SuffixedUnit: Write(AddUnit(word.Value) + word.Symbol); break;
            case NumberWordKind.Ten: _number = AddTen(word.Value); break;
            case NumberWordKind.SuffixedTen: Write(AddTen(word.Value) + word.Symbol); break;
            case NumberWordKind.Multiplier: _number = Multiply(word.Value); break;
            case NumberWordKind.SuffixedMultiplier: Write(Multiply(word.Value) + word.Symbol); break;
            case NumberWordKind.Sign: ReadSign(word.Symbol); break;
            case NumberWordKind.Currency: ReadCurrency(word.Symbol); break;
            case NumberWordKind.Percent: ReadPercent(word.Symbol); break;
            case NumberWordKind.Joiner: ReadJoiner(); break;
            default: throw new InvalidOperationException($"No rule reads a {word.Kind}.");
        }
    }

    private SpokenNumber AddUnit(BigInteger unit)
    {
        if (_number is not { } number) return SpokenNumber.Of(unit);
        if (!number.IsQuantity && unit < 10 && EnglishNumberWords.Is(Previous, NumberWordKind.Ten)) return number.ReplaceLastDigit(unit);
        if (!number.IsQuantity || EnglishNumberWords.Is(Previous, NumberWordKind.Unit)) return number.Append(unit.ToString(CultureInfo.InvariantCulture));
        return number.AddOrAppend(unit, unit < 10 ? 10 : 100);
    }

    private SpokenNumber AddTen(BigInteger ten) => _number?.AddOrAppend(ten, 100) ?? SpokenNumber.Of(ten);

    private SpokenNumber Multiply(BigInteger multiplier)
    {
        if (_number is not { } number) return SpokenNumber.Of(multiplier);
        if (number.IsQuantity) return number.Scale(multiplier);
        if (number.TryMultiply(multiplier) is { } product) return SpokenNumber.Of(product);
        Flush();
        return SpokenNumber.Of(multiplier);
    }

    private void ReadSign(string sign)
    {
        Flush();
        if (NextIsNumberLike()) _prefix = sign;
        else Write(Current);
    }

    private void ReadCurrency(string symbol)
    {
        if (_number is null)
        {
            Write(Current);
            return;
        }
        _prefix = symbol;
        Flush();
    }

    private void ReadPercent(string sign)
    {
        bool complete = Current == "percent" || Next == "cent";
        if (_number is { } number && complete)
        {
            Write(number + sign);
            if (Current == "per") _index++;
        }
        else EndWith(Current);
    }

    private void ReadJoiner()
    {
        if (!NextIsNumberLike())
        {
            EndWith(Current);
            return;
        }
        switch (Current)
        {
            case "and":
                // "two hundred and five" is one number, "five and six" are two.
                if (!EnglishNumberWords.Is(Previous, NumberWordKind.Multiplier)) EndWith(Current);
                break;
            case "point":
                if (IsNumeric(Next) || EnglishNumberWords.Is(Next, NumberWordKind.Zero, NumberWordKind.Unit, NumberWordKind.Ten))
                    _number = SpokenNumber.Of(DigitsSoFar() + ".");
                break;
            default:
                ReadRepetition(Current == "double" ? 2 : 3);
                break;
        }
    }

    private void ReadRepetition(int times)
    {
        if (!EnglishNumberWords.TryGet(Next, out var next) || next.Kind is not (NumberWordKind.Unit or NumberWordKind.Zero))
        {
            EndWith(Current);
            return;
        }
        _number = SpokenNumber.Of(DigitsSoFar() + string.Concat(Enumerable.Repeat(next.Value.ToString(CultureInfo.InvariantCulture), times)));
        _index++;
    }

    // A quantity of 0 leaves no digits: in the reference, zero is falsy.
    private string DigitsSoFar() => _number is { } number && number.Quantity != BigInteger.Zero ? number.ToString() : "";

    private bool NextIsNumberLike() => IsNumeric(Next) || EnglishNumberWords.Is(Next);

    private static bool IsNumeric(string? word) => word is not null && Arabic().IsMatch(word);

    private void EndWith(string word)
    {
        Flush();
        Write(word);
    }

    private void Flush()
    {
        if (_number is { } number) Write(number.ToString());
    }

    private void Write(string text)
    {
        _written.Add(_prefix + text);
        (_number, _prefix) = (null, "");
    }

    [GeneratedRegex(@"^\d+(\.\d+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Arabic();
}
