using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>
/// The weights of a model under construction, seen from one place in its tree of names. Layers are built by the checkpoint's own
/// names; whatever is missing, mis-shaped or never asked for is collected and reported by <see cref="Complete"/> in one exception.
/// </summary>
/// <remarks>
/// Not thread-safe: a model is built by one thread. The tensors handed out are immutable, shared by every request, and belong to
/// <see cref="WeightSet"/>, which the model disposes.
/// </remarks>
public sealed class Weights
{
    private readonly WeightBuild _build;
    private readonly string _scope;

    private Weights(WeightBuild build, string scope) => (_build, _scope) = (build, scope);

    /// <summary>Starts building a model from the root of a source's names.</summary>
    public static Weights From(IWeightSource source, WeightOptions? options = null) => From(source, options, "");

    /// <inheritdoc cref="From(IWeightSource, WeightOptions?)"/>
    /// <param name="source">Tensors by name.</param>
    /// <param name="options">How they are held.</param>
    /// <param name="methods">TorchScript of the model's own, which takes <see cref="ProductParts"/> and may name what <see cref="HalfMatrices"/> keeps.</param>
    internal static Weights From(IWeightSource source, WeightOptions? options, string methods) => new(new WeightBuild(source, options ?? new WeightOptions(), methods), "");

    /// <summary>How matrices are held.</summary>
    public WeightType Type => _build.Options.Type;

    /// <summary>The same weights seen from one level deeper.</summary>
    public Weights Scope(string name) => new(_build, _scope + name + ".");

    /// <summary>Whether the source holds a tensor of that name here.</summary>
    public bool Has(string name) => _build.Source.ShapeOf(_scope + name) is not null;

    /// <summary>A tensor that is no matrix of a product (a norm, a bias, a position table), as float32.</summary>
    /// <param name="name">Its name here.</param>
    /// <param name="shape">The shape the model expects.</param>
    public Tensor Vector(string name, params long[] shape) =>
        _build.Keep(_build.Take(_scope + name, shape, tensor => tensor.to(ScalarType.Float32)));

    /// <summary>A tensor of any shape that a model uses as it is (query tokens, a table of biases), as float32.</summary>
    /// <inheritdoc cref="Vector" path="/param"/>
    public Tensor Parameter(string name, params long[] shape) => Vector(name, shape);

    /// <summary>A linear layer, weights [<paramref name="outFeatures"/>, <paramref name="inFeatures"/>] under <c>NAME.weight</c>.</summary>
    /// <param name="name">The layer's name here.</param>
    /// <param name="inFeatures">Width of its input.</param>
    /// <param name="outFeatures">Width of its output.</param>
    /// <param name="bias">Whether it adds <c>NAME.bias</c>.</param>
    public Linear Linear(string name, long inFeatures, long outFeatures, bool bias = true) => Fused(inFeatures, new LinearPart(name, outFeatures, bias));

    /// <summary>
    /// Several linear layers over the same input as one product, their outputs side by side in the order given. A part without a
    /// bias gets zeros where another has one.
    /// </summary>
    /// <remarks>Where a part is trained, each stays a tensor of its own, and they are put together at every forward.</remarks>
    public Linear Fused(long inFeatures, params LinearPart[] parts)
    {
        using var scope = NewDisposeScope();
        var names = parts.Select(part => _scope + part.Name + ".weight").ToArray();
        var widths = parts.Select(part => part.OutFeatures).ToArray();
        var biases = parts.Select(BiasOf).ToArray();
        if (names.Any(_build.IsTrainable) || biases.Any(bias => bias is { requires_grad: true }))
            return _build.JoinedLinear(names, widths, inFeatures, biases);
        var bias = Array.TrueForAll(biases, bias => bias is null) ? null
            : cat([.. biases.Zip(widths, (bias, width) => bias ?? zeros(width, ScalarType.Float32, _build.Device))], 0);
        return _build.Linear(names, widths, inFeatures, bias, _build.Options.Type);

        Tensor? BiasOf(LinearPart part) => part.Bias
            ? _build.Take(_scope + part.Name + ".bias", [part.OutFeatures], tensor => tensor.to(ScalarType.Float32))
            : null;
    }

    /// <summary>
    /// A product with a matrix that is also used otherwise, as a tied output head uses the embedding: [<paramref name="outFeatures"/>, <paramref name="inFeatures"/>].
    /// </summary>
    /// <remarks>Held in no fewer than 8 bits: a head decides between tens of thousands of tokens.</remarks>
    public Linear Head(string tensor, long inFeatures, long outFeatures) => _build.IsTrainable(_scope + tensor)
        ? _build.JoinedLinear([_scope + tensor], [outFeatures], inFeatures, [null])
        : _build.Linear([_scope + tensor], [outFeatures], inFeatures, null, Type == WeightType.Int4 ? WeightType.Int8 : Type);

    /// <summary>A table of vectors, <c>NAME.weight</c> [<paramref name="count"/>, <paramref name="width"/>].</summary>
    public Embedding Embedding(string name, long count, long width)
    {
        var type = Type == WeightType.F32 ? ScalarType.Float32 : ScalarType.Float16;
        return new Embedding(_build.Keep(_build.Take(_scope + name + ".weight", [count, width], tensor => tensor.to(type))));
    }

    /// <summary>A table of vectors that is the output head too: one matrix in memory where both can read the same.</summary>
    /// <inheritdoc cref="Embedding" path="/param"/>
    public TiedEmbedding TiedEmbedding(string name, long count, long width)
    {
        if (Type is WeightType.Int8 or WeightType.Int4 && !_build.IsTrainable(_scope + name + ".weight"))
            return new TiedEmbedding(Embedding(name, count, width), Head(name + ".weight", width, count));
        var table = _build.Keep(_build.Take(_scope + name + ".weight", [count, width], tensor => tensor.to(WeightBuild.Float(Type))));
        return new TiedEmbedding(
            new Embedding(table), _build.IsInFbgemm(Type) && !table.is_meta ? _build.HalfLinear(table, bias: null) : new DenseLinear(table, bias: null, _build.IsInOneDnn(Type)));
    }

    /// <summary>Layer normalisation over the last dimension, with weight and bias.</summary>
    public LayerNorm LayerNorm(string name, long width, double epsilon = 1e-5) =>
        new(Vector(name + ".weight", width), Vector(name + ".bias", width), epsilon);

    /// <summary>Root-mean-square normalisation over the last dimension.</summary>
    public RmsNorm RmsNorm(string name, long width, double epsilon)
    {
        using var scope = NewDisposeScope();
        var root = _build.Keep(tensor(Math.Sqrt(epsilon * width), ScalarType.Float32, _build.Device)); // []
        var weight = _build.Take(_scope + name + ".weight", [width], tensor => tensor.to(ScalarType.Float32) * Math.Sqrt(width)); // [C]
        return new RmsNorm(_build.Keep(weight), root);
    }

    /// <summary>A one-dimensional convolution with bias, weights [<paramref name="outChannels"/>, <paramref name="inChannels"/>, <paramref name="kernel"/>].</summary>
    public Conv1d Conv1d(string name, long inChannels, long outChannels, long kernel, long stride = 1, long padding = 0) =>
        new(Vector(name + ".weight", outChannels, inChannels, kernel), Vector(name + ".bias", outChannels), stride, padding);

    /// <summary>
    /// A grouped convolution over time stored as <c>NAME.weight_g</c> [1, 1, <paramref name="kernel"/>] and <c>NAME.weight_v</c>
    /// [<paramref name="channels"/>, <paramref name="channels"/> / <paramref name="groups"/>, <paramref name="kernel"/>], or under torch's newer names for them.
    /// </summary>
    public WeightNormConv1d WeightNormConv1d(string name, long channels, long kernel, long groups)
    {
        using var scope = NewDisposeScope();
        var newer = Has(name + ".parametrizations.weight.original0");
        var length = Part(newer ? ".parametrizations.weight.original0" : ".weight_g", 1, 1, kernel);                      // g
        var direction = Part(newer ? ".parametrizations.weight.original1" : ".weight_v", channels, channels / groups, kernel); // v
        var bias = Vector(name + ".bias", channels);
        if (length.requires_grad || direction.requires_grad)
            return Nn.WeightNormConv1d.Trained(_build.Keep(length), _build.Keep(direction), bias, groups);
        var whole = length.device_type == direction.device_type ? Nn.WeightNormConv1d.Combine(length, direction) : direction; // one may be missing, and is then reported
        return Nn.WeightNormConv1d.Frozen(_build.Keep(whole), bias, groups);

        Tensor Part(string part, params long[] shape) => _build.Take(_scope + name + part, shape, tensor => tensor.to(ScalarType.Float32));
    }

    /// <summary>Says that names under a prefix are known and not needed, so that they are not reported as unused.</summary>
    public void Ignore(string prefix) => _build.Ignore(_scope + prefix);

    /// <summary>Ends the building.</summary>
    /// <returns>The owner of every tensor that was handed out.</returns>
    /// <exception cref="WeightMismatchException">Tensors are missing, have another shape, or were never asked for; all are listed.</exception>
    public WeightSet Complete() => _build.Complete();
}
