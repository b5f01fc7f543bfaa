namespace Audire.Models.Chat.Templates;

/// <summary>A part of a message as a template sees it: text, or a place where sound stands.</summary>
public abstract record TemplatePart;

/// <summary>Text, a user's own or a program's; control markers in it stay text.</summary>
/// <param name="Text">The text.</param>
public sealed record TextPart(string Text) : TemplatePart;

/// <summary>A clip: the template writes the model's placeholder, the model puts the sound in its place.</summary>
public sealed record AudioPart : TemplatePart;
