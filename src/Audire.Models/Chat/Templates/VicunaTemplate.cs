namespace Audire.Models.Chat.Templates;

/// <summary>Vicuna v1.1: the system's words or its own introduction, then <c>USER: … ASSISTANT: …&lt;/s&gt;</c>.</summary>
/// <remarks>Equal to FastChat's "vicuna_v1.1" conversation. The text begins with the vocabulary's BOS, which is not part of the template.</remarks>
internal sealed class VicunaTemplate() : ChatTemplate("vicuna_v1.1")
{
    private const string Introduction =
        "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private protected override void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt)
    {
        var hasSystem = messages[0].Role == "system";
        prompt.Text(hasSystem ? messages[0].RequireText(this) : Introduction).Text(" ");
        foreach (var message in hasSystem ? messages.Skip(1) : messages)
            switch (message.Role)
            {
                case "user": prompt.Text($"USER: {message.RequireText(this)} "); break;
                case "assistant": prompt.Text($"ASSISTANT: {message.RequireText(this)}").Control("</s>"); break;
                default: throw new ChatTemplateException($"The chat template {Name} knows user and assistant turns and one system turn at the start; \"{message.Role}\" has no place in it.");
            }
        if (addGenerationPrompt) prompt.Text("ASSISTANT:");
    }
}
