using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.ModelStore;
using Audire.Models.Planning;
using Audire.Models.Salmonn;

namespace Audire.Cli.Commands.Models;

/// <summary>The options that name the parts of a SALMONN.</summary>
internal sealed class SalmonnPartOptions
{
    private readonly Option<string?> _whisper = CommandOptions.Value<string?>("--whisper", "SALMONN's speech encoder: a Whisper folder", "none", "whisper-large-v2");
    private readonly Option<string?> _beats = CommandOptions.Value<string?>("--beats", "SALMONN's sound encoder: a BEATs checkpoint", "none", "BEATs_iter3_plus_AS2M_finetuned_on_AS2M_cpt2.pt");
    private readonly Option<string?> _llm = CommandOptions.Value<string?>("--llm", "SALMONN's language model: a folder", "none", "vicuna-7b-v1.5");
    private readonly Option<string?> _adapter = CommandOptions.Value<string?>("--adapter", "What SALMONN trained: its checkpoint", "none", "salmonn_7b_v0.pth");

    /// <summary>Declares the options on a command.</summary>
    public SalmonnPartOptions(Command command)
    {
        foreach (var option in new Option[] { _whisper, _beats, _llm, _adapter }) command.Add(option);
    }

    /// <summary>Whether any part is named.</summary>
    public bool AreNamed(System.CommandLine.Parsing.CommandResult result) =>
        new[] { _whisper, _beats, _llm, _adapter }.Any(option => result.GetValue(option) is not null);

    /// <summary>The parts of a whole model; null where none was named.</summary>
    /// <exception cref="UsageException">A part that every SALMONN has is not named.</exception>
    public SalmonnParts? Required(ParseResult parsed) => Read(parsed) is not { } parts ? null : parts is { Whisper: { } whisper, Llm: { } llm, Adapter: { } adapter }
        ? new SalmonnParts { Whisper = whisper, Beats = parts.Beats, LanguageModel = llm, Adapter = adapter }
        : throw new UsageException("A SALMONN is made of --whisper, --llm and --adapter, and of --beats where it hears more than speech; one of them is not named.");

    /// <summary>The parts that were named; null where none was.</summary>
    public PlannedParts? Read(ParseResult parsed) => Find(parsed) is { } parts && parts != new PlannedParts() ? parts : null;

    private PlannedParts Find(ParseResult parsed) => new(Path(parsed, _whisper), Path(parsed, _beats), Path(parsed, _llm), Path(parsed, _adapter));

    private static string? Path(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } name ? ModelFolders.Resolve(name) : null;
}
