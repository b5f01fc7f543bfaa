using System.Collections.Frozen;

namespace Audire.Metrics.Generation;

/// <summary>Porter's stemmer for English with nltk's extensions, which ROUGE and METEOR use.</summary>
/// <remarks>Porter 1980. Extensions: irregular forms (<c>dying</c> gives <c>die</c>), words of at most two letters stay. Stateless.</remarks>
public static class PorterStemmer
{
    private static readonly FrozenDictionary<string, string> Irregular = new Dictionary<string, string>
    {
        ["sky"] = "sky", ["skies"] = "sky", ["dying"] = "die", ["lying"] = "lie", ["tying"] = "tie", ["news"] = "news",
        ["innings"] = "inning", ["inning"] = "inning", ["outings"] = "outing", ["outing"] = "outing",
        ["cannings"] = "canning", ["canning"] = "canning", ["howe"] = "howe", ["proceed"] = "proceed", ["exceed"] = "exceed", ["succeed"] = "succeed",
    }.ToFrozenDictionary();

    private static readonly (string Suffix, string Replacement)[] Step2Rules =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("fulli", "ful"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3Rules =
        [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Step4Suffixes =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ];

    /// <summary>The stem of a lower-case word.</summary>
    public static string Stem(string word)
    {
        if (Irregular.TryGetValue(word, out var stem)) return stem;
        if (word.Length <= 2) return word;
        return Step5(Step4(Step3(Step2(Step1C(Step1B(Step1A(word)))))));
    }

    private static string Step1A(string word)
    {
        if (word.Length == 4 && Ends(word, "ies")) return word[..^1];
        if (Ends(word, "sses") || Ends(word, "ies")) return word[..^2];
        return !Ends(word, "ss") && Ends(word, "s") ? word[..^1] : word;
    }

    private static string Step1B(string word)
    {
        if (Ends(word, "ied")) return word.Length == 4 ? word[..^1] : word[..^2];
        if (Ends(word, "eed")) return Measure(word[..^3]) > 0 ? word[..^1] : word;
        string? rest = Ends(word, "ed") && HasVowel(word[..^2]) ? word[..^2] : Ends(word, "ing") && HasVowel(word[..^3]) ? word[..^3] : null;
        if (rest is null) return word;
        if (Ends(rest, "at") || Ends(rest, "bl") || Ends(rest, "iz")) return rest + "e";
        if (EndsInDoubleConsonant(rest)) return rest[^1] is 'l' or 's' or 'z' ? rest : rest[..^1];
        return Measure(rest) == 1 && EndsInShortSyllable(rest) ? rest + "e" : rest;
    }

    private static string Step1C(string word) =>
        Ends(word, "y") && word.Length > 2 && IsConsonant(word, word.Length - 2) ? word[..^1] + "i" : word;

    private static string Step2(string word)
    {
        if (Ends(word, "alli") && Measure(word[..^4]) > 0) return Step2(word[..^2]);
        foreach (var (suffix, replacement) in Step2Rules)
            if (Ends(word, suffix)) return Replace(word, suffix, replacement);
        return Ends(word, "logi") && Measure(word[..^3]) > 0 ? word[..^1] : word;
    }

    private static string Step3(string word)
    {
        foreach (var (suffix, replacement) in Step3Rules)
            if (Ends(word, suffix)) return Replace(word, suffix, replacement);
        return word;
    }

    private static string Step4(string word)
    {
        foreach (string suffix in Step4Suffixes)
        {
            if (!Ends(word, suffix)) continue;
            string stem = word[..^suffix.Length];
            bool applies = Measure(stem) > 1 && (suffix != "ion" || stem[^1] is 's' or 't');
            return applies ? stem : word;
        }
        return word;
    }

    private static string Step5(string word)
    {
        if (Ends(word, "e"))
        {
            string stem = word[..^1];
            int measure = Measure(stem);
            if (measure > 1 || (measure == 1 && !EndsInShortSyllable(stem))) word = stem;
        }
        return Ends(word, "ll") && Measure(word[..^1]) > 1 ? word[..^1] : word;
    }

    private static string Replace(string word, string suffix, string replacement)
    {
        string stem = word[..^suffix.Length];
        return Measure(stem) > 0 ? stem + replacement : word;
    }

    private static bool Ends(string word, string suffix) => word.EndsWith(suffix, StringComparison.Ordinal);

    // y is a consonant at the start and after a vowel.
    private static bool IsConsonant(string word, int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => i == 0 || !IsConsonant(word, i - 1),
        _ => true,
    };

    private static bool HasVowel(string stem)
    {
        for (int i = 0; i < stem.Length; i++)
            if (!IsConsonant(stem, i)) return true;
        return false;
    }

    // Porter's m: how often a consonant follows a vowel.
    private static int Measure(string stem)
    {
        int measure = 0;
        for (int i = 1; i < stem.Length; i++)
            if (IsConsonant(stem, i) && !IsConsonant(stem, i - 1)) measure++;
        return measure;
    }

    private static bool EndsInDoubleConsonant(string word) => word.Length >= 2 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    // Porter's *o: consonant, vowel, consonant other than w, x, y; nltk adds words of a vowel and a consonant.
    private static bool EndsInShortSyllable(string word)
    {
        int n = word.Length;
        if (n == 2) return !IsConsonant(word, 0) && IsConsonant(word, 1);
        return n >= 3 && IsConsonant(word, n - 3) && !IsConsonant(word, n - 2) && IsConsonant(word, n - 1) && word[^1] is not ('w' or 'x' or 'y');
    }
}
