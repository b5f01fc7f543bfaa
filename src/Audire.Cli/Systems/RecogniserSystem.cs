#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Models.Chat;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>A recogniser alone: it writes down speech and tells its language, and takes part in nothing else.</summary>
internal sealed class RecogniserSystem(string name, string path, ModelPool pool)
    : LocalSystem(name, "recogniser", [ScenarioTask.Transcription, ScenarioTask.LanguageIdentification], pool, (path, pool.RecogniserType))
{
    /// <inheritdoc/>
    public override IChatClient Open(ScenarioContext scenario)
    {
        var model = Pool.Recogniser(path);
        return scenario.Task == ScenarioTask.LanguageIdentification
            ? new LanguageIdentificationClient(new WhisperTranscriber(model), Name)
            : new RecogniserChatClient(new GreedyRecogniser(model), Name);
    }
}
