using Audire.Models.Chat.Templates;
using Audire.Models.Tokenization;

namespace Audire.Models.Salmonn.Prompting;

/// <summary>Writes prompts and answers in the language model's tokens.</summary>
/// <remarks>
/// As in the published code each stretch of text is encoded apart, so that a SentencePiece vocabulary puts a blank before each. Control
/// markers that a user typed stay text. Immutable; safe to share between threads.
/// </remarks>
public sealed class PromptEncoder
{
    private readonly Tokenizer _tokenizer;
    private readonly PromptLayout _layout;

    /// <summary>Makes an encoder.</summary>
    /// <param name="tokenizer">The language model's vocabulary.</param>
    /// <param name="template">SALMONN's layout, a text with a place <c>{}</c>, or the name of a chat template.</param>
    /// <param name="endIds">Tokens that the language model's configuration says end an answer.</param>
    /// <exception cref="ChatTemplateException">The template is neither.</exception>
    /// <exception cref="TokenizerException">Nothing says which token ends an answer.</exception>
    public PromptEncoder(Tokenizer tokenizer, string template, IReadOnlyList<int>? endIds = null)
    {
        _tokenizer = tokenizer;
        _layout = PromptLayout.Of(template);
        // A published revision of Vicuna's configuration names the wrong ids: the vocabulary itself goes first, and its beginning never ends.
        EndId = tokenizer.EosId ?? endIds?.FirstOrDefault(-1) ?? -1;
        if (EndId < 0) throw new TokenizerException("Neither the vocabulary nor the language model's configuration names the token that ends an answer.");
        StopIds = [.. new[] { EndId }.Union(endIds ?? []).Where(id => id != tokenizer.BosId)];
    }

    /// <summary>The token that ends an answer in training.</summary>
    public int EndId { get; }

    /// <summary>The tokens that end an answer when one is written.</summary>
    public IReadOnlyList<int> StopIds { get; }

    /// <summary>Encodes a written prompt, a single question, as it stands; <c>&lt;SpeechHere&gt;</c> is where sound goes.</summary>
    public EncodedPrompt Encode(string prompt) => EncodeWritten([new TemplateMessage("user", PromptText.Parts(prompt))]);

    /// <summary>Encodes a conversation, oldest turn first; sound of the user's turns is put between <c>&lt;Speech&gt;</c> and <c>&lt;/Speech&gt;</c>.</summary>
    /// <exception cref="ChatTemplateException">The layout cannot take the conversation.</exception>
    public EncodedPrompt Encode(IReadOnlyList<TemplateMessage> messages) =>
        EncodeWritten([.. messages.Select(message => message.Role == "user" ? PromptText.Composed(message) : message)]);

    /// <summary>Encodes an answer with its end token; of one that is longer than the limit the end is cut off, as the published code does.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="longest">Tokens it may have, its end token included.</param>
    public int[] EncodeAnswer(string answer, int longest)
    {
        var ids = _tokenizer.Encode(answer, _layout.EncodesApart);
        return ids.Length < longest ? [.. ids, EndId] : ids[..longest];
    }

    private EncodedPrompt EncodeWritten(IReadOnlyList<TemplateMessage> messages)
    {
        var runs = new List<int[]>();
        var run = new List<int>();
        var opened = false;
        foreach (var segment in _layout.Write(messages))
        {
            if (segment.Kind == PromptSegmentKind.Sound)
            {
                Begin([]);
                runs.Add([.. run]);
                run.Clear();
                continue;
            }
            var ids = Ids(segment, atStart: _layout.EncodesApart || !opened);
            Begin(ids);
            run.AddRange(ids);
        }
        Begin([]);
        runs.Add([.. run]);
        return new EncodedPrompt(runs);

        // What the vocabulary wants before a text, unless the layout wrote it.
        void Begin(IReadOnlyList<int> ids)
        {
            if (!opened && !ids.Take(_tokenizer.PrefixIds.Count).SequenceEqual(_tokenizer.PrefixIds)) run.AddRange(_tokenizer.PrefixIds);
            opened = true;
        }
    }

    private int[] Ids(PromptSegment segment, bool atStart) => segment.Kind switch
    {
        PromptSegmentKind.End => [EndId],
        PromptSegmentKind.Markers => _tokenizer.EncodeMarkers(segment.Text)
            ?? throw new ChatTemplateException($"The vocabulary lacks a marker of {segment.Text}, which the layout of the prompt needs; choose another."),
        _ => _tokenizer.Encode(segment.Text, atStart),
    };
}
