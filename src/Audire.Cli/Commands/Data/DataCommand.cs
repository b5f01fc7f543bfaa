using System.CommandLine;
using Audire.Cli.Terminal;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data</c>: recordings and what is known of them.</summary>
internal static class DataCommand
{
    public const string Description = "List, check and build recordings and their manifests.";

    public static Command Build(CommandIo io) => new("data", Description)
    {
        DataListCommand.Build(io),
        DataCheckCommand.Build(io),
        DataBuildCommand.Build(io),
        DataProbeCommand.Build(io),
    };

    /// <summary>The argument that names a manifest; the shipped one where it is left out.</summary>
    public static Argument<string?> ManifestArgument() =>
        new("manifest") { Description = "A manifest, or a folder that holds manifest.tsv; the shipped recordings where it is left out. Example: data/manifest.tsv", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The manifest that the argument names.</summary>
    public static Evaluation.Suites.Manifest Read(string? named)
    {
        var path = named ?? Evaluation.Suites.ShippedData.Folder();
        return Evaluation.Suites.Manifest.Read(Directory.Exists(path) ? Path.Combine(path, "manifest.tsv") : path);
    }
}
