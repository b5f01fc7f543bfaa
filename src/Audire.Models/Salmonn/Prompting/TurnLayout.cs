using System.Text;
using Audire.Models.Chat.Templates;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>
/// SALMONN's own: each question is put into a template, <c>USER: {}⏎ASSISTANT:</c> as published, an answer follows it with the end token.
/// Instructions of the system stand in front of the first question.
/// </summary>
/// <param name="template">Text with one place <c>{}</c>.</param>
internal sealed class TurnLayout(string template) : PromptLayout
{
    /// <summary>Where in a template the user's words go.</summary>
    public const string Place = "{}";

    private readonly string _before = template[..template.IndexOf(Place, StringComparison.Ordinal)];
    private readonly string _after = template[(template.IndexOf(Place, StringComparison.Ordinal) + Place.Length)..];

    /// <inheritdoc/>
    public override bool EncodesApart => true;

    /// <inheritdoc/>
    public override IEnumerable<PromptSegment> Write(IReadOnlyList<TemplateMessage> messages)
    {
        var text = new StringBuilder();
        for (var i = 0; i < messages.Count; i++)
            switch (messages[i].Role)
            {
                case "system" when i == 0:
                    text.Append(PythonText.Strip(PlainText(messages[i]))).Append(' ');
                    break;
                case "user":
                    text.Append(_before);
                    foreach (var part in messages[i].Parts)
                        if (part is TextPart words)
                        {
                            text.Append(words.Text);
                        }
                        else
                        {
                            yield return Flush(text);
                            yield return new PromptSegment(PromptSegmentKind.Sound);
                        }
                    text.Append(_after);
                    break;
                case "assistant":
                    if (text.Length > 0) yield return Flush(text);
                    yield return new PromptSegment(PromptSegmentKind.Text, PlainText(messages[i]).Trim());
                    yield return new PromptSegment(PromptSegmentKind.End);
                    break;
                default:
                    throw new ChatTemplateException($"SALMONN's layout knows user and assistant turns and one system turn at the start; turn {i + 1} is of role \"{messages[i].Role}\".");
            }
        if (text.Length > 0) yield return Flush(text);
    }

    private static PromptSegment Flush(StringBuilder text)
    {
        var segment = new PromptSegment(PromptSegmentKind.Text, text.ToString());
        text.Clear();
        return segment;
    }

    private static string PlainText(TemplateMessage message) => message.Parts.All(part => part is TextPart)
        ? string.Concat(message.Parts.OfType<TextPart>().Select(part => part.Text))
        : throw new ChatTemplateException($"Sound stands in a turn of the {message.Role}; only the user's turns have room for it.");
}
