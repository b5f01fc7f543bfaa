using System.Globalization;

namespace Audire.Models.Chat.Templates;

/// <summary>
/// ChatML and its kin: <c>&lt;|im_start|&gt;ROLE⏎TEXT&lt;|im_end|&gt;⏎</c> a turn, any role. SmolLM2 and Qwen open with a system turn of
/// their own where the conversation has none; Qwen2-Audio numbers its clips through the conversation.
/// </summary>
/// <param name="name">The template's name.</param>
/// <param name="system">What the system turn says where the conversation does not begin with one; null: nothing.</param>
/// <param name="numbersAudio">Whether sound has a place, "Audio 1: …".</param>
internal sealed class ChatMlTemplate(string name, string? system, bool numbersAudio = false) : ChatTemplate(name)
{
    private protected override void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt)
    {
        if (system is not null && messages[0].Role != "system")
            prompt.Control("<|im_start|>").Text("system\n" + system).Control("<|im_end|>").Text("\n");
        var clips = 0;
        foreach (var message in messages)
        {
            prompt.Control("<|im_start|>").Text(message.Role + "\n");
            if (!numbersAudio) prompt.Text(message.RequireText(this));
            else clips = WriteParts(message, clips, prompt);
            prompt.Control("<|im_end|>").Text("\n");
        }
        if (addGenerationPrompt) prompt.Control("<|im_start|>").Text("assistant\n");
    }

    private static int WriteParts(TemplateMessage message, int clips, PromptWriter prompt)
    {
        foreach (var part in message.Parts)
            if (part is TextPart text) prompt.Text(text.Text);
            else prompt.Text(string.Create(CultureInfo.InvariantCulture, $"Audio {++clips}: ")).Control("<|audio_bos|><|AUDIO|><|audio_eos|>").Text("\n");
        return clips;
    }
}
