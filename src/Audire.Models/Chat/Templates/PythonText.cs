namespace Audire.Models.Chat.Templates;

/// <summary>What templates written for Python mean by white space.</summary>
internal static class PythonText
{
    /// <summary>Removes white space at both ends as Python's <c>str.strip()</c> does: .NET's, and U+001C to U+001F.</summary>
    public static string Strip(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];
    }

    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\u001C' and <= '\u001F';
}
