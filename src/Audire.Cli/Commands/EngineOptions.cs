using System.CommandLine;
using Audire.Models.Nn;
using Audire.Models.Runtime;

namespace Audire.Cli.Commands;

/// <summary>The options that say how models compute: device, weight type, threads.</summary>
internal sealed class EngineOptions
{
    private static readonly Dictionary<string, WeightType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["f32"] = WeightType.F32,
        ["f16"] = WeightType.F16,
        ["bf16"] = WeightType.BF16,
        ["int8"] = WeightType.Int8,
        ["int4"] = WeightType.Int4,
    };

    private readonly Option<string?> _device = CommandOptions.Value<string?>("--device", "Where to compute: cpu, cuda, cuda:1 or mps, as far as libtorch has it", "AUDIRE_DEVICE, else cpu", "cuda");
    private readonly Option<string?> _type = CommandOptions.Value<string?>("--dtype", "How weights are held: f32, f16, bf16, int8 or int4", "what suits the model", "int8");
    private readonly Option<int?> _threads = CommandOptions.Value<int?>("--threads", "Threads inside an operation", "AUDIRE_THREADS, else one a physical core", "2").Within(1, 1024);

    /// <summary>Declares the options on a command.</summary>
    public EngineOptions(Command command)
    {
        _type.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Types.Keys]);
        command.Add(_device);
        command.Add(_type);
        command.Add(_threads);
    }

    /// <summary>Starts libtorch as asked.</summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded, or lacks the device.</exception>
    public Engine Start(ParseResult parsed) => new(
        TorchRuntime.Start(parsed.GetValue(_threads), parsed.GetValue(_device)),
        parsed.GetValue(_type) is { } type ? Types[type] : null);
}

/// <summary>How models compute in this process.</summary>
/// <param name="Settings">Device, threads, libtorch.</param>
/// <param name="Type">The weight type that was asked for; null where the model's own default holds.</param>
internal sealed record Engine(TorchSettings Settings, WeightType? Type);
