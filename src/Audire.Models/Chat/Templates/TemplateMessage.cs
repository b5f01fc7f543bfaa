namespace Audire.Models.Chat.Templates;

/// <summary>A turn of a conversation as a template sees it.</summary>
/// <param name="Role">"system", "user" or "assistant"; some templates take others.</param>
/// <param name="Parts">What was said, in order.</param>
public sealed record TemplateMessage(string Role, IReadOnlyList<TemplatePart> Parts)
{
    /// <summary>A turn of text alone.</summary>
    public TemplateMessage(string role, string text) : this(role, [new TextPart(text)]) { }

    /// <summary>The text of a turn that has no sound.</summary>
    /// <param name="template">The template that asks, for the message.</param>
    /// <exception cref="ChatTemplateException">The turn has sound.</exception>
    internal string RequireText(ChatTemplate template) => Parts.Any(part => part is AudioPart)
        ? throw new ChatTemplateException($"The chat template {template.Name} has no place for sound; qwen2_audio and salmonn have.")
        : string.Concat(Parts.OfType<TextPart>().Select(part => part.Text));
}
