using Audire.Models.Chat.Templates;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>The language model's own chat template, sound standing inside the user's turns.</summary>
/// <remarks>
/// Templates know text; where sound stands is marked by a noncharacter of Unicode, which is reserved for a program's inside and is taken
/// out of whatever a user wrote.
/// </remarks>
internal sealed class ChatLayout(ChatTemplate template) : PromptLayout
{
    private const char Mark = '\uFDD0';

    /// <inheritdoc/>
    public override bool EncodesApart => false;

    /// <inheritdoc/>
    public override IEnumerable<PromptSegment> Write(IReadOnlyList<TemplateMessage> messages)
    {
        foreach (var segment in template.Render([.. messages.Select(AsText)]))
        {
            if (segment.IsControl)
            {
                yield return new PromptSegment(PromptSegmentKind.Markers, segment.Text);
                continue;
            }
            var stretches = segment.Text.Split(Mark);
            for (var i = 0; i < stretches.Length; i++)
            {
                if (i > 0) yield return new PromptSegment(PromptSegmentKind.Sound);
                if (stretches[i].Length > 0) yield return new PromptSegment(PromptSegmentKind.Text, stretches[i]);
            }
        }
    }

    private static TemplateMessage AsText(TemplateMessage message)
    {
        if (message.Role != "user" && message.Parts.Any(part => part is AudioPart))
            throw new ChatTemplateException($"Sound stands in a turn of the {message.Role}; only the user's turns have room for it.");
        return new TemplateMessage(message.Role, string.Concat(message.Parts.Select(part =>
            part is TextPart text ? text.Text.Replace(Mark.ToString(), "", StringComparison.Ordinal) : Mark.ToString())));
    }
}
