namespace Audire.Models.Lora;

/// <summary>An adapter as one request uses it. Other requests over the same weights may use another, another scale, or none.</summary>
/// <param name="Adapter">The adapter; it must live as long as the request.</param>
/// <param name="Scale">
/// What its product is multiplied by, in place of <see cref="LoraAdapter.Scaling"/>: W·x + scale·B·A·x. Zero gives the bare model, bit for bit.
/// </param>
public sealed record LoraUse(LoraAdapter Adapter, double Scale);
