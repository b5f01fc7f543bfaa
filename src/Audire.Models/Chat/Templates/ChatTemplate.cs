using Audire.Models.Tokenization;

namespace Audire.Models.Chat.Templates;

/// <summary>
/// How a model wants a conversation written. Templates are plain C#; a model's own Jinja text only tells which one it is
/// (<see cref="Recognise"/>), and a name overrides it (<see cref="ByName"/>).
/// </summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
public abstract class ChatTemplate
{
    private protected ChatTemplate(string name) => Name = name;

    /// <summary>The name by which it is chosen, say "qwen2_audio".</summary>
    public string Name { get; }

    /// <summary>The names of all templates.</summary>
    public static IReadOnlyList<string> Names => [.. ChatTemplates.Known.Select(known => known.Name)];

    /// <summary>A template by its name.</summary>
    /// <exception cref="ChatTemplateException">No template has that name; the message lists those that exist.</exception>
    public static ChatTemplate ByName(string name) => ChatTemplates.Known.FirstOrDefault(known => known.Name == name)
        ?? throw new ChatTemplateException($"There is no chat template \"{name}\"; known: {string.Join(", ", Names)}.");

    /// <summary>The template that a model's Jinja text is, told by its markers.</summary>
    /// <param name="jinja">The text under "chat_template" of a tokenizer configuration or of a GGUF file.</param>
    /// <exception cref="ChatTemplateException">The text is none that is known; the message says how to override.</exception>
    public static ChatTemplate Recognise(string jinja) => ChatTemplates.Find(jinja) ?? throw new ChatTemplateException(
        $"The model's chat template is not one this program knows; name one that fits instead of it (known: {string.Join(", ", Names)}).");

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The turns, oldest first; at least one.</param>
    /// <param name="addGenerationPrompt">Whether the prompt ends where the assistant begins to speak. Llama-2 has no such ending, SALMONN always has.</param>
    /// <exception cref="ChatTemplateException">The template cannot take the conversation.</exception>
    public IReadOnlyList<TemplateSegment> Render(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt = true)
    {
        if (messages.Count == 0) throw new ChatTemplateException("A conversation needs at least one message.");
        var prompt = new PromptWriter();
        Write(messages, addGenerationPrompt, prompt);
        return prompt.Segments();
    }

    /// <summary>
    /// Renders a conversation and encodes it: control markers as the tokens they name, everything else as text in which no marker is
    /// recognised. Ids that the vocabulary wants before a text are put there unless the rendering begins with them.
    /// </summary>
    /// <param name="tokenizer">The model's vocabulary.</param>
    /// <param name="messages">The turns, oldest first; at least one.</param>
    /// <param name="addGenerationPrompt">Whether the prompt ends where the assistant begins to speak.</param>
    /// <exception cref="ChatTemplateException">The template cannot take the conversation, or the vocabulary lacks a marker.</exception>
    public int[] Encode(Tokenizer tokenizer, IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt = true)
    {
        var ids = new List<int>();
        foreach (var segment in Render(messages, addGenerationPrompt))
            ids.AddRange(segment.IsControl
                ? tokenizer.EncodeMarkers(segment.Text) ?? throw new ChatTemplateException(
                    $"The vocabulary lacks a marker of {segment.Text}, which the chat template {Name} needs; choose another template.")
                : tokenizer.Encode(segment.Text, atStart: ids.Count == 0));
        var prefix = tokenizer.PrefixIds;
        return ids.Take(prefix.Count).SequenceEqual(prefix) ? [.. ids] : [.. prefix, .. ids];
    }

    private protected abstract void Write(IReadOnlyList<TemplateMessage> messages, bool addGenerationPrompt, PromptWriter prompt);
}
