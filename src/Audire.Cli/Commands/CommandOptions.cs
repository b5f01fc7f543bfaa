using System.CommandLine;

namespace Audire.Cli.Commands;

/// <summary>Builds options that all say the same three things: what they do, their default, an example. Shared ones are declared here once.</summary>
internal static class CommandOptions
{
    /// <summary>An option with a value.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="help">What it does, without a full stop.</param>
    /// <param name="fallback">What holds where it is left out, in words.</param>
    /// <param name="example">A use of it.</param>
    public static Option<T> Value<T>(string name, string help, string fallback, string example) =>
        new(name) { Description = $"{help} (default: {fallback}; example: {name} {example})", HelpName = name.TrimStart('-') };

    /// <summary>An option that may be given several times, or once with several values.</summary>
    public static Option<string[]> Values(string name, string help, string fallback, string example) =>
        new(name) { Description = $"{help} (default: {fallback}; example: {name} {example})", HelpName = name.TrimStart('-'), AllowMultipleArgumentsPerToken = true };

    /// <summary>An option without a value.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="help">What it does, without a full stop.</param>
    /// <param name="example">A command line that uses it, without the tool's name.</param>
    public static Option<bool> Flag(string name, string help, string example) =>
        new(name) { Description = $"{help} (default: off; example: {example})" };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json(string example) => Flag("--json", "Write JSON to standard output, everything else to standard error", example);

    /// <summary>Refuses other values than these while the line is parsed.</summary>
    public static Option<string?> From(this Option<string?> option, params string[] values)
    {
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    /// <summary>Refuses numbers outside a range while the line is parsed, so that it is a usage error.</summary>
    public static Option<T> Within<T>(this Option<T> option, IComparable low, IComparable high)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } value && (low.CompareTo(value) > 0 || high.CompareTo(value) < 0))
                result.AddError($"{option.Name} is {value}; it must be from {low} to {high}.");
        });
        return option;
    }
}
