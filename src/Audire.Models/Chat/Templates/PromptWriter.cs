using System.Text;

namespace Audire.Models.Chat.Templates;

/// <summary>Collects a rendered prompt: neighbouring text becomes one segment, control markers stay apart.</summary>
internal sealed class PromptWriter
{
    private readonly List<TemplateSegment> _segments = [];
    private readonly StringBuilder _text = new();

    /// <summary>Appends text.</summary>
    public PromptWriter Text(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>Appends control markers.</summary>
    public PromptWriter Control(string markers)
    {
        Close();
        _segments.Add(new TemplateSegment(markers, true));
        return this;
    }

    /// <summary>Everything written.</summary>
    public IReadOnlyList<TemplateSegment> Segments()
    {
        Close();
        return _segments;
    }

    private void Close()
    {
        if (_text.Length == 0) return;
        _segments.Add(new TemplateSegment(_text.ToString(), false));
        _text.Clear();
    }
}
