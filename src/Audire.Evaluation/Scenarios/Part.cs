namespace Audire.Evaluation.Scenarios;

/// <summary>A part of a request.</summary>
public abstract record Part;

/// <summary>Text.</summary>
/// <param name="Text">The text, as it is sent.</param>
public sealed record TextPart(string Text) : Part;

/// <summary>A recording.</summary>
/// <param name="Clip">Where it comes from and what is done to it.</param>
public sealed record ClipPart(ClipSource Clip) : Part;
