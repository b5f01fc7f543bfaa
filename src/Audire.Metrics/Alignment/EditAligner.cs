using System.Runtime.InteropServices;

namespace Audire.Metrics.Alignment;

/// <summary>Aligns a hypothesis with its reference, by words, by characters or by any tokens.</summary>
/// <remarks>
/// Time grows with the product of the lengths divided by 64; memory is at most 64 MiB beside the result, whatever the lengths. The choice
/// among several minimal alignments is that of jiwer 3 and 4. Stateless; safe to call from any thread.
/// </remarks>
public static class EditAligner
{
    /// <summary>Aligns two sequences of tokens.</summary>
    /// <param name="reference">What was said.</param>
    /// <param name="hypothesis">What was recognised.</param>
    /// <param name="comparer">When tokens are equal. Default: their own equality (ordinal for strings).</param>
    public static EditAlignment Align<T>(IReadOnlyList<T> reference, IReadOnlyList<T> hypothesis, IEqualityComparer<T>? comparer = null)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>(comparer);
        return TokenAligner.Align(Number(reference, numbers), Number(hypothesis, numbers));
    }

    /// <summary>Aligns two texts word by word; words are what white space separates. Normalise first.</summary>
    public static EditAlignment AlignWords(string reference, string hypothesis) =>
        Align(Normalization.PythonText.Split(reference), Normalization.PythonText.Split(hypothesis));

    /// <summary>Aligns two texts code point by code point, spaces included. Normalise first. Step indices count code points.</summary>
    public static EditAlignment AlignCharacters(string reference, string hypothesis) =>
        TokenAligner.Align(CodePoints(reference), CodePoints(hypothesis));

    /// <summary>The fewest edits between two sequences of tokens (Levenshtein distance); needs memory for one column only.</summary>
    public static int Distance<T>(IReadOnlyList<T> left, IReadOnlyList<T> right, IEqualityComparer<T>? comparer = null)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>(comparer);
        return TokenAligner.Distance(Number(left, numbers), Number(right, numbers));
    }

    /// <summary>The fewest edits between two texts, by code points.</summary>
    public static int CharacterDistance(string left, string right) => TokenAligner.Distance(CodePoints(left), CodePoints(right));

    private static int[] Number<T>(IReadOnlyList<T> tokens, Dictionary<T, int> numbers)
        where T : notnull
    {
        var result = new int[tokens.Count];
        for (int i = 0; i < result.Length; i++)
        {
            ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, tokens[i], out bool known);
            if (!known) number = numbers.Count;
            result[i] = number;
        }
        return result;
    }

    private static int[] CodePoints(string text)
    {
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) points.Add(rune.Value);
        return [.. points];
    }
}
