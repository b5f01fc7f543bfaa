using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.ModelStore;
using Audire.Cli.Terminal;
using Audire.Models.Nn;
using Audire.Models.Planning;

namespace Audire.Cli.Commands.Models;

/// <summary><c>audire models plan</c>: what a machine needs to run a model, told from its configuration. Nothing is loaded.</summary>
internal static class ModelsPlanCommand
{
    public static Command Build(CommandIo io)
    {
        var model = new Argument<string?>("model") { Description = "A model's name, folder, config.json or GGUF file; none where parts are named. Example: smollm2-135m", Arity = ArgumentArity.ZeroOrOne };
        var positions = CommandOptions.Value<int?>("--positions", "Positions of one conversation: tokens of sound, question and answer", "512", "2000").Within(1, 1 << 24);
        var json = CommandOptions.Json("models plan smollm2-135m --json");
        var command = new Command("plan", "Say what memory a model needs in each weight type, and whether it fits here.") { model, positions, json };
        var parts = new SalmonnPartOptions(command);
        command.Validators.Add(result =>
        {
            bool named = result.GetResult(model) is { Tokens.Count: > 0 };
            bool inParts = parts.AreNamed(result);
            if (named == inParts) result.AddError(named ? "A model and parts of one are both named; give one of them" : "No model is named");
        });
        command.SetAction(parsed =>
        {
            var plan = new MemoryPlan(parts.Read(parsed) is { } named ? ModelPlanner.Plan(named) : ModelPlanner.Plan(ModelFolders.Resolve(parsed.GetValue(model)!), ModelFolders.Resolve));
            var planned = ModelPlanned.Of(parsed.GetValue(model) ?? "salmonn", plan, parsed.GetValue(positions) ?? 512, MachineMemory.Read());
            if (parsed.GetValue(json)) io.WriteDocument(planned, CliJson.Documents.ModelPlanned);
            else Print(planned, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(ModelPlanned plan, CommandIo io)
    {
        string[] types = [.. plan.Totals.Select(total => total.Type)];
        var table = new TableView(["held in memory", ">parameters", .. types.Select(type => ">" + type)]);
        foreach (var part in plan.Parts)
            table.Add([$"{part.Name} ({part.Architecture})", Sizes.Count(part.Parameters), .. types.Select(type => Sizes.Bytes(part.Bytes[type]))]);
        table.Add([$"keys and values, {plan.Positions} positions", "", .. types.Select(_ => Sizes.Bytes(plan.CacheBytes))]);
        table.Add(["intermediate results, about", "", .. types.Select(_ => Sizes.Bytes(plan.ActivationBytes))]);
        table.Add(["all, with libtorch itself", "", .. plan.Totals.Select(total => Sizes.Bytes(total.Bytes))]);
        table.Add(["fits here", "", .. plan.Totals.Select(total => total.Fits ? "yes" : "no")]);
        table.Write(io);
        io.Out.WriteLine();
        io.Out.WriteLine($"keys and values of 1,000 positions  {Sizes.Bytes(plan.CacheBytesPerThousand)}{(plan.Context is { } context ? string.Create(CultureInfo.InvariantCulture, $" (trained for {context} positions)") : "")}");
        io.Out.WriteLine($"memory here                         {Sizes.Bytes(plan.Memory.Available)} free of {Sizes.Bytes(plan.Memory.Total)}");
        if (plan.Parts.Count > 2) io.Out.WriteLine("In int8 and int4 Whisper's encoder takes int8 and BEATs f16; what was trained on top stays in float32.");
    }
}

/// <summary>What <c>audire models plan --json</c> writes.</summary>
/// <param name="Model">What was asked about.</param>
/// <param name="Parts">Its parts.</param>
/// <param name="Positions">Positions of the conversation that is planned.</param>
/// <param name="Context">Positions the model was trained for; null where it keeps none.</param>
/// <param name="CacheBytes">Keys and values of those positions.</param>
/// <param name="CacheBytesPerThousand">Keys and values of 1,000 positions.</param>
/// <param name="ActivationBytes">Intermediate results, an estimate.</param>
/// <param name="Totals">Everything, for each weight type.</param>
/// <param name="Memory">What this machine has.</param>
internal sealed record ModelPlanned(
    string Model, IReadOnlyList<PartPlanned> Parts, int Positions, int? Context, long CacheBytes, long CacheBytesPerThousand, long ActivationBytes,
    IReadOnlyList<TotalPlanned> Totals, MachineMemory Memory)
{
    /// <summary>The document of a plan.</summary>
    public static ModelPlanned Of(string model, MemoryPlan plan, int positions, MachineMemory memory) => new(
        model, [.. plan.Parts.Select(PartPlanned.Of)], positions, plan.Parts.Select(part => part.Context).FirstOrDefault(context => context is not null),
        plan.Cache(positions), plan.Parts.Sum(part => part.CacheBytes), plan.Activations,
        [.. MemoryPlan.Types.Select(type => new TotalPlanned(Label(type), plan.Total(type, positions), plan.Total(type, positions) <= memory.Available))], memory);

    /// <summary>A weight type as options name it.</summary>
    public static string Label(WeightType type) => type switch { WeightType.F32 => "f32", WeightType.F16 => "f16", WeightType.BF16 => "bf16", WeightType.Int8 => "int8", _ => "int4" };
}

/// <summary>A part of a planned model.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Parameters">Numbers in all its tensors.</param>
/// <param name="Bytes">Weight type of the model to bytes of this part.</param>
internal sealed record PartPlanned(string Name, string Architecture, long Parameters, IReadOnlyDictionary<string, long> Bytes)
{
    /// <summary>The document of a part.</summary>
    public static PartPlanned Of(PartPlan part) => new(
        part.Name, part.Architecture, part.Parameters, MemoryPlan.Types.ToDictionary(ModelPlanned.Label, type => part.Bytes(MemoryPlan.TypeOf(part, type)), StringComparer.Ordinal));
}

/// <summary>What a whole model needs.</summary>
/// <param name="Type">The weight type.</param>
/// <param name="Bytes">Everything.</param>
/// <param name="Fits">Whether that much is free here.</param>
internal sealed record TotalPlanned(string Type, long Bytes, bool Fits);
