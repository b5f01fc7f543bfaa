using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Models.Salmonn;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models convert</c>: a model in another format or number type.</summary>
internal static class ModelsConvertCommand
{
    private static readonly Dictionary<string, WeightType> Packed = new(StringComparer.OrdinalIgnoreCase) { ["int8"] = WeightType.Int8, ["int4"] = WeightType.Int4 };

    public static Command Build(CommandIo io)
    {
        string[] types = [.. ModelConverter.Types.Select(type => type.Label())];
        var places = new Argument<string[]>("input and output")
        {
            Description = "A model's name, folder or file, then a folder, or a file that ends in .gguf or .safetensors; the folder alone where parts of a SALMONN are named. Example: whisper-base whisper-base-q5",
            Arity = new ArgumentArity(1, 2),
        };
        var type = CommandOptions.Value<string>("--type",
            $"How matrices are stored: {string.Join(", ", types)}, or int8 and int4, which load as they lie", "none: it must be given", "int4");
        type.Required = true;
        type.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. types, .. Packed.Keys]);
        var json = CommandOptions.Json("models convert whisper-base out --type Q5_1 --json");
        var command = new Command("convert", "Write a model in another format or number type.") { places, type, json };
        var parts = new SalmonnPartOptions(command);
        command.Validators.Add(result =>
        {
            if (parts.AreNamed(result) != (result.GetValue(places) is { Length: 1 })) result.AddError(parts.AreNamed(result)
                ? "Parts are named, so the one place to name besides is the folder to make" : "Name a model, and where to write it");
            if (parts.AreNamed(result) && result.GetValue(type) is { } chosen && !Packed.ContainsKey(chosen)) result.AddError($"A SALMONN is converted to {string.Join(" or ", Packed.Keys)}");
        });
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            TorchRuntime.Start();
            ConversionReport report;
            using (var progress = new ProgressLine(io, "converting", "tensors"))
            {
                report = Convert(parsed.GetRequiredValue(places), parsed.GetRequiredValue(type), parts.Required(parsed), new ProgressTo(progress), cancellationToken);
            }
            foreach (var fallback in report.Fallbacks) io.Error.WriteLine($"{fallback.Tensor} is stored as {fallback.StoredAs.Label()}: {fallback.Reason}");
            if (parsed.GetValue(json)) io.WriteDocument(ModelConverted.Of(report), CliJson.Documents.ModelConverted);
            else io.Out.WriteLine($"{report.Model}: {report.Tensors} tensors, {Sizes.Bytes(report.BytesBefore)} became {Sizes.Bytes(report.Bytes)}");
            return ExitCode.Done;
        }, cancellationToken));
        return command;
    }

    private static ConversionReport Convert(string[] places, string type, SalmonnParts? parts, IProgress<ConversionProgress> progress, CancellationToken cancellationToken)
    {
        if (parts is not null) return SalmonnConverter.Convert(parts, places[0], Packed[type], progress: progress, cancellation: cancellationToken);
        var (from, to) = (ModelFolders.Resolve(places[0]), places[1]);
        if (SalmonnFolder.Is(from)) return ConvertSalmonn(from, to, type, progress, cancellationToken);
        return Packed.TryGetValue(type, out var packed)
            ? PackedConverter.Convert(from, to, packed, progress, cancellation: cancellationToken)
            : ModelConverter.Convert(from, to, ModelConverter.Types.First(known => known.Label().Equals(type, StringComparison.OrdinalIgnoreCase)), progress, cancellation: cancellationToken);
    }

    private static ConversionReport ConvertSalmonn(string from, string to, string type, IProgress<ConversionProgress> progress, CancellationToken cancellationToken)
    {
        if (type.Equals(ElementType.F16.Label(), StringComparison.OrdinalIgnoreCase)) return SalmonnConverter.Round(from, to);
        if (!Packed.TryGetValue(type, out var packed))
            throw new UsageException($"{from} is a SALMONN: --type {string.Join(" or ", Packed.Keys)} makes one folder of all its parts, F16 rounds what was trained and leaves the other parts where they are.");
        var folder = SalmonnFolder.Read(from);
        return SalmonnConverter.Convert(folder.Parts(from, ModelFolders.Resolve), to, packed, folder.Config, progress, cancellation: cancellationToken);
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
