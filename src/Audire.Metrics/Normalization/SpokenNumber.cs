using System.Globalization;
using System.Numerics;

namespace Audire.Metrics.Normalization;

/// <summary>A number while it is being spoken: a quantity that can still grow, or digits that can only be appended to.</summary>
/// <param name="Quantity">The value, where the words so far add up to one.</param>
/// <param name="Digits">The digits so far (with at most a few dots), where they were said one by one.</param>
internal readonly record struct SpokenNumber(BigInteger? Quantity, string? Digits)
{
    /// <summary>A quantity.</summary>
    public static SpokenNumber Of(BigInteger quantity) => new(quantity, null);

    /// <summary>A string of digits.</summary>
    public static SpokenNumber Of(string digits) => new(null, digits);

    /// <summary>Whether words so far add up to a quantity.</summary>
    public bool IsQuantity => Quantity is not null;

    /// <summary>The number with digits appended.</summary>
    public SpokenNumber Append(string digits) => Of(ToString() + digits);

    /// <summary>Adds to a quantity whose last places are free, else appends.</summary>
    /// <param name="value">1 to 99.</param>
    /// <param name="places">10 where one place must be free, 100 where two must.</param>
    public SpokenNumber AddOrAppend(BigInteger value, int places) =>
        Quantity is { } quantity && quantity % places == 0 ? Of(quantity + value) : Append(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Digits whose last zero the unit replaces: "nineteen" "ninety" "nine".</summary>
    public SpokenNumber ReplaceLastDigit(BigInteger unit) => Of(Digits![..^1] + unit.ToString(CultureInfo.InvariantCulture));

    /// <summary>Multiplies what was said since the last thousand.</summary>
    public SpokenNumber Scale(BigInteger multiplier)
    {
        var residual = Quantity!.Value % 1000;
        return Of(Quantity.Value - residual + residual * multiplier);
    }

    /// <summary>Digits (a decimal fraction at most) times a multiplier; null where the product is not whole or the digits are no number.</summary>
    public BigInteger? TryMultiply(BigInteger multiplier)
    {
        string text = ToString();
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (text.Length == 0 || text == "." || (dot >= 0 && text.IndexOf('.', dot + 1) >= 0)) return null;
        var scaled = BigInteger.Zero;
        foreach (char c in text)
        {
            if (c == '.') continue;
            int digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit < 0) return null;
            scaled = scaled * 10 + digit;
        }
        scaled *= multiplier;
        var unit = BigInteger.Pow(10, dot < 0 ? 0 : text.Length - dot - 1);
        return scaled % unit == 0 ? scaled / unit : null;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => Digits ?? Quantity!.Value.ToString(CultureInfo.InvariantCulture);
}
