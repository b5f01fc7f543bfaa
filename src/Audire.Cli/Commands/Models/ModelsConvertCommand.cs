using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Runtime;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models convert</c>: a model in another format or number type.</summary>
internal static class ModelsConvertCommand
{
    public static Command Build(CommandIo io)
    {
        var types = ModelConverter.Types.ToDictionary(type => type.Label(), StringComparer.OrdinalIgnoreCase);
        var input = new Argument<string>("input") { Description = "A model's name, folder or file. Example: whisper-base" };
        var output = new Argument<string>("output") { Description = "A folder, or a file that ends in .gguf or .safetensors. Example: whisper-base-q5" };
        var type = CommandOptions.Value<string>("--type", $"How matrices are stored: {string.Join(", ", types.Keys)}", "none: it must be given", "Q5_1");
        type.Required = true;
        type.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. types.Keys]);
        var json = CommandOptions.Json("models convert whisper-base out --type Q5_1 --json");
        var command = new Command("convert", "Write a model in another format or number type.") { input, output, type, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            TorchRuntime.Start();
            ConversionReport report;
            using (var progress = new ProgressLine(io, "converting", "tensors"))
            {
                report = ModelConverter.Convert(ModelFolders.Resolve(parsed.GetRequiredValue(input)), parsed.GetRequiredValue(output), types[parsed.GetRequiredValue(type)],
                    new ProgressTo(progress), cancellation: cancellationToken);
            }
            foreach (var fallback in report.Fallbacks) io.Error.WriteLine($"{fallback.Tensor} is stored as {fallback.StoredAs.Label()}: {fallback.Reason}");
            if (parsed.GetValue(json)) io.WriteDocument(ModelConverted.Of(report), CliJson.Documents.ModelConverted);
            else io.Out.WriteLine($"{report.Model}: {report.Tensors} tensors, {Sizes.Bytes(report.BytesBefore)} became {Sizes.Bytes(report.Bytes)}");
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private sealed class ProgressTo(ProgressLine line) : IProgress<ConversionProgress>
    {
        public void Report(ConversionProgress value) => line.Report(value.Done, value.Total, value.Tensor);
    }
}

/// <summary>What <c>audire models convert --json</c> writes.</summary>
/// <param name="Model">The checkpoint that was written.</param>
/// <param name="Files">Files copied beside it.</param>
/// <param name="Tensors">Number of tensors.</param>
/// <param name="BytesBefore">Bytes of tensors read.</param>
/// <param name="Bytes">Bytes of all files written.</param>
/// <param name="Fallbacks">Tensors stored otherwise than asked for.</param>
internal sealed record ModelConverted(string Model, IReadOnlyList<string> Files, int Tensors, long BytesBefore, long Bytes, IReadOnlyList<TensorFallback> Fallbacks)
{
    /// <summary>The document of a report.</summary>
    public static ModelConverted Of(ConversionReport report) => new(report.Model, report.SideFiles, report.Tensors, report.BytesBefore, report.Bytes,
        [.. report.Fallbacks.Select(fallback => new TensorFallback(fallback.Tensor, fallback.StoredAs.Label(), fallback.Reason))]);
}

/// <summary>A tensor stored otherwise than asked for.</summary>
/// <param name="Tensor">Its name.</param>
/// <param name="StoredAs">The type it has.</param>
/// <param name="Reason">Why.</param>
internal sealed record TensorFallback(string Tensor, string StoredAs, string Reason);
