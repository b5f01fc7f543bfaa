using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Models.Chat;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>A SALMONN in an Audire folder: it hears, and answers anything about what it hears.</summary>
internal sealed class SalmonnSystem(string name, string path, SalmonnParts parts, ModelPool pool) : LocalSystem(
    name, "salmonn", ScenarioTask.All, pool,
    (path, WeightType.F32), (parts.Whisper, pool.SalmonnEncoderType), (parts.LanguageModel, pool.LanguageModelType(parts.LanguageModel)))
{
    // One for all scenarios: it remembers what it heard, and they share recordings.
    private SalmonnChatClient? _client;

    /// <summary>What looks wrong about the model's parts; null where nothing does. Loads the model.</summary>
    public string? Warning => Pool.Salmonn(path).Warning;

    /// <inheritdoc/>
    public override IChatClient Open(ScenarioContext scenario) => _client ??= new SalmonnChatClient(Pool.Salmonn(path));

    /// <inheritdoc/>
    public override void Rest()
    {
        _client?.Dispose();
        _client = null;
        base.Rest();
    }
}
