namespace Audire.Models.Chat.Templates;

/// <summary>Llama-3: a header names the role, <c>&lt;|eot_id|&gt;</c> ends the turn; contents are stripped.</summary>
/// <param name="name">The template's name.</param>
/// <param name="alwaysPrompts">Whether the assistant's header ends every prompt, asked for or not, as in the first published form.</param>
internal sealed class Llama3Template(string name, bool alwaysPrompts) : ChatTemplate(name)
{
    private protected override void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt)
    {
        prompt.Control("<|begin_of_text|>");
        foreach (var message in messages)
        {
            Header(message.Role, prompt);
            prompt.Text(PythonText.Strip(message.RequireText(this))).Control("<|eot_id|>");
        }
        if (addGenerationPrompt || alwaysPrompts) Header("assistant", prompt);
    }

    private static void Header(string role, PromptWriter prompt) =>
        prompt.Control("<|start_header_id|>").Text(role).Control("<|end_header_id|>").Text("\n\n");
}
