using Audire.Models.Chat.Templates;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>Prompts as SALMONN's files write them: <c>&lt;Speech&gt;&lt;SpeechHere&gt;&lt;/Speech&gt; instruction</c>, <c>{}</c> for the sample's question.</summary>
public static class PromptText
{
    /// <summary>Where a block of sound stands in a written prompt.</summary>
    public const string Slot = "<SpeechHere>";

    /// <summary>A block of sound as prompts write it.</summary>
    public const string Block = Opening + Slot + Closing;

    private const string Opening = "<Speech>";
    private const string Closing = "</Speech>";

    /// <summary>A prompt with the sample's question in the place of <c>{}</c>; prompts without that place stay as they are.</summary>
    public static string WithQuestion(string prompt, string question) => prompt.Replace(TurnLayout.Place, question, StringComparison.Ordinal);

    /// <summary>A prompt about one clip, in front of an instruction that names no place for it.</summary>
    public static string AboutClip(string instruction) => $"{Block} {PythonText.Strip(instruction)}";

    /// <summary>How many places for sound a prompt has.</summary>
    public static int Slots(string prompt) => prompt.Split(Slot).Length - 1;

    /// <summary>A prompt whose one place for sound becomes as many as there are blocks: a clip beyond 30 s takes one a 30 s.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="blocks">Blocks of sound there are.</param>
    /// <exception cref="ArgumentException">Places and blocks do not match, and there is more than one place.</exception>
    public static string Expand(string prompt, int blocks)
    {
        var slots = Slots(prompt);
        if (slots == blocks) return prompt;
        if (slots != 1 || blocks == 0)
            throw new ArgumentException($"The prompt has {slots} places {Slot} and there are {blocks} blocks of sound; write {Block} once for each clip.", nameof(prompt));
        var written = prompt.Contains(Block, StringComparison.Ordinal) ? Block : Slot;
        return prompt.Replace(written, string.Join(' ', Enumerable.Repeat(written, blocks)), StringComparison.Ordinal);
    }

    /// <summary>The parts of a written prompt: text, as it stands, and places for sound.</summary>
    internal static IReadOnlyList<TemplatePart> Parts(string prompt)
    {
        var parts = new List<TemplatePart>();
        var stretches = prompt.Split(Slot);
        for (var i = 0; i < stretches.Length; i++)
        {
            if (i > 0) parts.Add(new AudioPart());
            if (stretches[i].Length > 0) parts.Add(new TextPart(stretches[i]));
        }
        return parts;
    }

    /// <summary>A turn of a chat as prompts write it: text stripped, one blank between parts, <c>&lt;Speech&gt;</c> around sound.</summary>
    internal static TemplateMessage Composed(TemplateMessage message)
    {
        var parts = new List<TemplatePart>();
        foreach (var part in message.Parts)
        {
            var text = part is TextPart words ? PythonText.Strip(words.Text) : "";
            if (part is TextPart && text.Length == 0) continue;
            var blank = parts.Count == 0 ? "" : " ";
            if (part is TextPart) parts.Add(new TextPart(blank + text));
            else parts.AddRange([new TextPart(blank + Opening), part, new TextPart(Closing)]);
        }
        return message with { Parts = parts };
    }
}
