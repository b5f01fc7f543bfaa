using Audire.Models.Chat.Templates;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>How a conversation with sound in it is written for a language model.</summary>
internal abstract class PromptLayout
{
    /// <summary>The layout of a configuration: SALMONN's own where the text has a place <c>{}</c> for what the user says, else the chat template of that name.</summary>
    /// <exception cref="ChatTemplateException">No chat template has that name.</exception>
    public static PromptLayout Of(string template) => template.Contains(TurnLayout.Place, StringComparison.Ordinal)
        ? new TurnLayout(template)
        : new ChatLayout(ChatTemplate.ByName(template));

    /// <summary>Whether each stretch of text is encoded as if it began a prompt, as the published code does.</summary>
    public abstract bool EncodesApart { get; }

    /// <summary>Writes the turns, and what makes the model answer. The text of the user's turns is taken as it stands.</summary>
    /// <exception cref="ChatTemplateException">The layout cannot take the conversation.</exception>
    public abstract IEnumerable<PromptSegment> Write(IReadOnlyList<TemplateMessage> messages);
}
