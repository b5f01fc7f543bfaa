namespace Audire.Models.Chat.Templates;

/// <summary>
/// SALMONN: one question about one sound, <c>USER: &lt;Speech&gt;…&lt;/Speech&gt; question⏎ASSISTANT:</c>. Only the last message counts.
/// The control segment <see cref="Placeholder"/> is no token: the model puts the sound's embeddings there and encodes the text on
/// either side of it apart.
/// </summary>
internal sealed class SalmonnTemplate() : ChatTemplate("salmonn")
{
    /// <summary>Where the sound stands.</summary>
    public const string Placeholder = "<SpeechHere>";

    private protected override void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt)
    {
        var question = string.Concat(messages[^1].Parts.OfType<TextPart>().Select(part => part.Text));
        prompt.Text("USER: <Speech>").Control(Placeholder).Text($"</Speech> {PythonText.Strip(question)}\nASSISTANT:");
    }
}
