using Audire.Evaluation.Clients;
using Audire.Models.Chat;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>A language model alone: it can be asked, but hears nothing, and so takes part in no scenario.</summary>
internal sealed class LanguageModelSystem(string name, string path, ModelPool pool) : LocalSystem(name, "model", [], pool, (path, pool.LanguageModelType(path)))
{
    /// <inheritdoc/>
    public override IChatClient Open(ScenarioContext scenario) => new LlamaChatClient(Pool.LanguageModel(path));
}
