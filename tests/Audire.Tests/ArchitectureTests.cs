using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Xunit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using Assembly = System.Reflection.Assembly;

namespace Audire.Tests;

/// <summary>The layers point one way (docs/design/layers.md): who may use whom, checked over every type.</summary>
public sealed class ArchitectureTests
{
    private static readonly Dictionary<string, Assembly> Layers = new(StringComparer.Ordinal)
    {
        ["Audio"] = typeof(global::Audire.Audio.AudioClip).Assembly,
        ["Metrics"] = Assembly.Load("Audire.Metrics"),
        ["Models"] = typeof(global::Audire.Models.Llama.LlamaModel).Assembly,
        ["Training"] = Assembly.Load("Audire.Training"),
        ["Evaluation"] = typeof(global::Audire.Evaluation.Runs.Cell).Assembly,
        ["Reporting"] = Assembly.Load("Audire.Reporting"),
        ["Cli"] = Assembly.Load("audire"),
    };

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Audio"] = [],
        ["Metrics"] = [],
        ["Models"] = ["Audio"],
        ["Training"] = ["Audio", "Metrics", "Models"],
        ["Evaluation"] = ["Audio", "Metrics"],
        ["Reporting"] = ["Audio", "Metrics", "Evaluation"],
        ["Cli"] = ["Audio", "Metrics", "Models", "Training", "Evaluation", "Reporting"],
    };

    private static readonly Lazy<Architecture> House = new(() => new ArchLoader().LoadAssemblies([.. Layers.Values]).Build());

    /// <summary>Every layer by name.</summary>
    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_uses_only_the_layers_below_it(string layer)
    {
        foreach (var other in Layers.Keys.Except(Allowed[layer]).Where(other => other != layer))
            Types().That().ResideInAssembly(Layers[layer]).Should().NotDependOnAny(Types().That().ResideInAssembly(Layers[other]))
                .Because($"{layer} lies below {other} or beside it").Check(House.Value);
    }

    [Fact]
    public void Evaluation_knows_models_only_as_chat_clients() =>
        Assert.DoesNotContain(Layers["Evaluation"].GetReferencedAssemblies(), reference => reference.Name is "Audire.Models" or "TorchSharp");
}
