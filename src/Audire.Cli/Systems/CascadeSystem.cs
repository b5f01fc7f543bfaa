#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Models.Chat;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>A recogniser in front of a language model: <c>cascade:RECOGNISER+MODEL</c>.</summary>
internal sealed class CascadeSystem(string name, string recogniser, string model, ModelPool pool)
    : LocalSystem(name, "cascade", ScenarioTask.All, pool, (recogniser, pool.RecogniserType), (model, pool.LanguageModelType(model)))
{
    /// <inheritdoc/>
    public override IChatClient Open(ScenarioContext scenario) =>
        new CascadeChatClient(new GreedyRecogniser(Pool.Recogniser(recogniser)), new LlamaChatClient(Pool.LanguageModel(model)), Name);
}
