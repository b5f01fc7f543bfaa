using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Audire.Cli.Commands;
using Audire.Cli.Commands.Audit;
using Audire.Cli.Commands.Data;
using Audire.Cli.Commands.Models;
using Audire.Cli.Commands.Runs;
using Audire.Cli.Commands.Train;
using Audire.Cli.Corpora;
using Audire.Cli.Doctor;
using Audire.Cli.Transcripts;
using Audire.Evaluation.Runs;
using Audire.Training.Runs;

namespace Audire.Cli.Json;

/// <summary>Everything <c>--json</c> writes, serialised by generated code: no reflection, and names that scripts may rely on.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AskAnswer))]
[JsonSerializable(typeof(AuditOutput))]
[JsonSerializable(typeof(AuditPlan))]
[JsonSerializable(typeof(CorpusBuilt))]
[JsonSerializable(typeof(DataCheck))]
[JsonSerializable(typeof(DataList))]
[JsonSerializable(typeof(DataProbe))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(JsonNode))]
[JsonSerializable(typeof(ModelConverted))]
[JsonSerializable(typeof(ModelInfo))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(ModelPlanned))]
[JsonSerializable(typeof(ModelPulled))]
[JsonSerializable(typeof(ReportMade))]
[JsonSerializable(typeof(RunEnvironment))]
[JsonSerializable(typeof(RunLine))]
[JsonSerializable(typeof(RunImported))]
[JsonSerializable(typeof(RunList))]
[JsonSerializable(typeof(RunMerged))]
[JsonSerializable(typeof(RunsDiffered))]
[JsonSerializable(typeof(RunShown))]
[JsonSerializable(typeof(ScaleSweepOutput))]
[JsonSerializable(typeof(TranscriptLine))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>For the one document of <c>--json</c>: indented.</summary>
    public static CliJson Documents { get; } = new(Settings(indented: true));

    /// <summary>For JSON lines: each value on one line.</summary>
    public static CliJson Lines { get; } = new(Settings(indented: false));

    // Transcripts are in every script there is: they stay readable, and standard output is no HTML page.
    private static JsonSerializerOptions Settings(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
