using System.CommandLine;
using Audire.Cli.Hosting;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Audire.Cli.Commands.Train;

/// <summary>A YAML file of options, by their names without dashes; what stands on the command line counts more.</summary>
internal static class ConfigFile
{
    private const long MostBytes = 1 << 20;

    /// <summary>The command line with a file's options behind it.</summary>
    /// <exception cref="UsageException">The file names an option that does not exist, or a value that the option does not take.</exception>
    public static ParseResult Merge(ParseResult parsed, string path)
    {
        var command = parsed.CommandResult.Command;
        var words = new List<string>();
        foreach (var (key, value) in Read(path).Children)
        {
            var name = "--" + (key as YamlScalarNode)?.Value;
            var option = command.Options.FirstOrDefault(option => option.Name == name)
                ?? throw new UsageException($"{path}, line {key.Start.Line}: '{name[2..]}' is no option of 'audire {command.Name}'.");
            if (parsed.GetResult(option) is { Implicit: false }) continue;
            words.Add(name);
            words.AddRange(value is YamlSequenceNode list ? list.Select(entry => Text(entry, path)) : [Text(value, path)]);
        }
        var merged = command.Parse([.. words, .. parsed.Tokens.Select(token => token.Value).SkipWhile(word => word == command.Name)]);
        return merged.Errors.Count == 0 ? merged : throw new UsageException($"{path}: {merged.Errors[0].Message}");
    }

    private static YamlMappingNode Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes) throw new UsageException($"{path} is larger than {MostBytes >> 20} MiB; it holds options, one a line.");
            using var reader = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return yaml.Documents is [{ RootNode: YamlMappingNode root }] ? root : throw new UsageException($"{path} is no list of options, say 'steps: 4000'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new UsageException($"{path} cannot be read: {e.Message.TrimEnd('.')}.");
        }
    }

    private static string Text(YamlNode node, string path) => node is YamlScalarNode { Value: { } text } ? text
        : throw new UsageException($"{path}, line {node.Start.Line}: a value was expected.");
}
