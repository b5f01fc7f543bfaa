using System.Text.RegularExpressions;

namespace Audire.Evaluation.Clients;

/// <summary>
/// Fills <c>${NAME}</c> in the headers of a described server. A file may come from anyone and names the address it is sent to, so it may
/// read only what was put there for such files: variables that begin with <c>AUDIRE_KEY_</c>, and, as <c>${KEY}</c>, the key that the
/// user's own keys file holds for that address.
/// </summary>
internal static partial class HttpSecrets
{
    private const string Allowed = "AUDIRE_KEY_";

    /// <summary>The header's value; what was filled in is added to <paramref name="secrets"/>.</summary>
    /// <exception cref="AuditSystemException">A name is not allowed, or has no value.</exception>
    public static string Fill(string template, HttpSystemFile file, KeyRing keys, Func<string, string?> environment, ICollection<string> secrets) =>
        Placeholder().Replace(template, match =>
        {
            var name = match.Groups[1].Value;
            var value = name == "KEY" ? keys.KeyFor(file.Url, "")
                : name.StartsWith(Allowed, StringComparison.Ordinal) ? environment(name)
                : throw new AuditSystemException($"{file.Path}: headers may name ${{KEY}} and variables that begin with {Allowed}, and this one names ${{{name}}}.");
            if (string.IsNullOrEmpty(value))
            {
                throw new AuditSystemException(name == "KEY"
                    ? $"{file.Path} needs the key of {file.Url.Host}: name a keys file that holds one with --keys." : $"{file.Path} needs the variable {name}, which is not set.");
            }

            secrets.Add(value);
            return value;
        });

    [GeneratedRegex(@"\$\{([^}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
