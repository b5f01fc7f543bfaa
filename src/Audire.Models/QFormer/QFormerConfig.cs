using System.Text.RegularExpressions;
using Audire.Models.Nn;

namespace Audire.Models.QFormer;

/// <summary>The shape of a Q-Former.</summary>
/// <remarks>The defaults are those of SALMONN: a two-layer BERT of base size, one query. A value.</remarks>
/// <param name="Hidden">Width of a query, H.</param>
/// <param name="Heads">Attention heads; they divide <paramref name="Hidden"/>.</param>
/// <param name="FeedForward">Hidden width of the MLP.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="EncoderWidth">Width of the frames that are attended to, E.</param>
/// <param name="Queries">Queries, hence vectors, a window.</param>
/// <param name="NormEpsilon">Added to the variance in every norm.</param>
public sealed partial record QFormerConfig(
    int Hidden = 768, int Heads = 12, int FeedForward = 3072, int Layers = 2, int EncoderWidth = 2048, int Queries = 1, double NormEpsilon = 1e-12)
{
    private const int PublishedHeadWidth = 64;
    private const int LargestSize = 1 << 16;
    private const string FirstLayer = "speech_Qformer.bert.encoder.layer.0.";

    /// <summary>Reads the shape off the tensors of an adapter, which does not state it.</summary>
    /// <param name="source">Tensors under the names of <c>salmonn.pth</c>.</param>
    /// <param name="heads">Attention heads, which no shape tells; by default as many as have the 64 channels of all published ones.</param>
    /// <exception cref="ModelConfigException">The tensors are not those of a Q-Former.</exception>
    public static QFormerConfig Infer(IWeightSource source, int? heads = null)
    {
        var queries = Shape("speech_query_tokens", 3);
        var crossKey = Shape(FirstLayer + "crossattention.self.key.weight", 2);
        var expand = Shape(FirstLayer + "intermediate_query.dense.weight", 2);
        var layers = source.Names.Select(name => LayerName().Match(name)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Count();
        var hidden = queries[2];
        return new QFormerConfig(hidden, heads ?? Math.Max(1, hidden / PublishedHeadWidth), expand[0], layers, crossKey[1], queries[1]).Checked(source.Origin);

        int[] Shape(string name, int sides) => source.ShapeOf(name) is { } shape && shape.Length == sides && Array.TrueForAll(shape, side => side is >= 1 and <= LargestSize)
            ? [.. shape.Select(side => (int)side)]
            : throw new ModelConfigException(source.Origin, $"it holds no {name} of a Q-Former");
    }

    /// <summary>The same shape, checked.</summary>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <exception cref="ModelConfigException">A size is one no model can have.</exception>
    public QFormerConfig Checked(string origin)
    {
        if (Array.Exists([Hidden, Heads, FeedForward, EncoderWidth, Queries], size => size is < 1 or > LargestSize) || Layers is < 1 or > 1024)
            throw new ModelConfigException(origin, $"its Q-Former has a size outside 1 to {LargestSize}: {this}");
        if (Hidden % Heads != 0) throw new ModelConfigException(origin, $"its Q-Former's {Heads} heads do not divide its width of {Hidden}");
        return this;
    }

    [GeneratedRegex(@"^speech_Qformer\.bert\.encoder\.layer\.(\d+)\.", RegexOptions.CultureInvariant)]
    private static partial Regex LayerName();
}
