namespace Audire.Reporting.Curves;

/// <summary>A page of curves: how a training went, or how scores move with a setting.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Facts">What the page is about, by name, in order.</param>
/// <param name="Charts">The charts, from top to bottom.</param>
/// <param name="Notes">Texts to read below them.</param>
public sealed record CurvePage(string Title, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<CurveChart> Charts, IReadOnlyList<CurveNote> Notes);

/// <summary>A chart.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="Axis">What the horizontal axis counts.</param>
/// <param name="Lines">The lines, at most seven.</param>
public sealed record CurveChart(string Title, string Axis, IReadOnlyList<CurveLine> Lines);

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record CurveLine(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>A point of a line.</summary>
/// <param name="X">Its place.</param>
/// <param name="Y">Its value; null where it is not defined.</param>
/// <param name="Low">Lower end of its interval, where it has one.</param>
/// <param name="High">Upper end.</param>
public readonly record struct CurvePoint(double X, double? Y, double? Low = null, double? High = null);

/// <summary>A text on a page.</summary>
/// <param name="Heading">What it is.</param>
/// <param name="Text">The text, untrusted.</param>
public sealed record CurveNote(string Heading, string Text);
