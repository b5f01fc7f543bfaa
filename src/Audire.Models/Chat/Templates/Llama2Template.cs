namespace Audire.Models.Chat.Templates;

/// <summary>
/// Llama-2: <c>&lt;s&gt;[INST] question [/INST] answer &lt;/s&gt;</c>, user and assistant in turn; the system's words stand inside the
/// first question. Contents are stripped; a prompt that ends with a question is one to be answered, no other ending exists.
/// </summary>
internal sealed class Llama2Template() : ChatTemplate("llama2")
{
    private protected override void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt)
    {
        var system = messages[0].Role == "system" ? messages[0].RequireText(this) : null;
        var turns = system is null ? messages : [.. messages.Skip(1)];
        for (var i = 0; i < turns.Count; i++)
        {
            var asks = turns[i].Role == "user";
            if (asks != (i % 2 == 0))
                throw new ChatTemplateException($"The chat template {Name} cannot take this conversation: roles must alternate user, assistant, user, …; turn {i + 1} is of role \"{turns[i].Role}\".");
            var text = turns[i].RequireText(this);
            if (i == 0 && system is not null) text = $"<<SYS>>\n{system}\n<</SYS>>\n\n{text}";
            if (asks) prompt.Control("<s>").Text($"[INST] {PythonText.Strip(text)} [/INST]");
            else prompt.Text($" {PythonText.Strip(text)} ").Control("</s>");
        }
    }
}
