using System.Text.RegularExpressions;

namespace Audire.Tests.Reporting;

/// <summary>Just enough reading of rendered pages for assertions: tags and their attributes.</summary>
internal static partial class Html
{
    /// <summary>Every start tag of a name (or of any), as its attributes.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Tags(string page, string? name = null) =>
        Tag().Matches(page).Where(tag => name is null || tag.Groups["name"].Value == name)
            .Select(tag => Attribute().Matches(tag.Groups["rest"].Value).ToDictionary(a => a.Groups["key"].Value, a => a.Groups["value"].Value, StringComparer.Ordinal));

    /// <summary>Every value of an attribute, whichever tag it is on.</summary>
    public static IEnumerable<string> Values(string page, string attribute) =>
        Tags(page).Where(tag => tag.ContainsKey(attribute)).Select(tag => tag[attribute]);

    [GeneratedRegex(@"<(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<rest>(?:\s+[^\s=>""]+(?:=""[^""]*"")?)*)\s*/?>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<key>[^\s=>""/]+)(?:=""(?<value>[^""]*)"")?")]
    private static partial Regex Attribute();
}
