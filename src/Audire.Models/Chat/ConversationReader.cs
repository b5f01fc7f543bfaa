using Audire.Models.Chat.Templates;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>Turns chat messages into the turns a template writes.</summary>
internal static class ConversationReader
{
    /// <summary>Reads a conversation of text.</summary>
    /// <exception cref="ChatTemplateException">A message holds something other than text.</exception>
    public static IReadOnlyList<TemplateMessage> Read(IEnumerable<ChatMessage> messages, string? instructions)
    {
        var turns = new List<TemplateMessage>();
        if (!string.IsNullOrEmpty(instructions)) turns.Add(new TemplateMessage("system", instructions));
        foreach (var message in messages)
            turns.Add(new TemplateMessage(message.Role.Value, [.. message.Contents.Where(content => content is not UsageContent).Select(Part)]));
        return turns;
    }

    private static TextPart Part(AIContent content) => content switch
    {
        TextContent text => new TextPart(text.Text),
        DataContent data when data.HasTopLevelMediaType("audio") => throw new ChatTemplateException(
            "This model reads text and the message holds sound; use a cascade (cascade:RECOGNISER+MODEL) or a model that hears."),
        _ => throw new ChatTemplateException($"This model reads text, and a message holds {content.GetType().Name}; leave it out."),
    };
}
