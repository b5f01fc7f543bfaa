using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Audire.Reporting.Charts;

/// <summary>An SVG text element. Razor keeps the tag <c>text</c> for itself, so this one is written in C#.</summary>
public sealed class Label : ComponentBase
{
    /// <summary>Horizontal place, with unit.</summary>
    [Parameter, EditorRequired] public string X { get; set; } = "0";

    /// <summary>Vertical place of the baseline, with unit.</summary>
    [Parameter, EditorRequired] public string Y { get; set; } = "0";

    /// <summary>Which part of the text stands at <see cref="X" />: <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    /// <value>The default is <c>middle</c>.</value>
    [Parameter] public string Anchor { get; set; } = "middle";

    /// <summary>Shift from <see cref="Y" />, with unit; percentages cannot carry an offset themselves.</summary>
    [Parameter] public string? Dy { get; set; }

    /// <summary>The text.</summary>
    [Parameter, EditorRequired] public string Text { get; set; } = "";

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "dy", Dy);
        builder.AddAttribute(4, "text-anchor", Anchor);
        builder.AddContent(5, Text);
        builder.CloseElement();
    }
}
