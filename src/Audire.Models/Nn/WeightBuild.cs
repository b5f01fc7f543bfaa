using Audire.Models.Checkpoints;
using Audire.Models.Runtime;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>What is shared by all scopes of one building: the source, what was taken from it, and what went wrong.</summary>
internal sealed class WeightBuild(IWeightSource source, WeightOptions options, string methods)
{
    private readonly List<Tensor> _kept = [];
    private readonly SortedDictionary<string, Tensor> _trainable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _ignored = [];
    private readonly List<string> _missing = [];
    private readonly List<string> _misshaped = [];
    private readonly SortedDictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    public IWeightSource Source { get; } = source;

    public WeightOptions Options { get; } = options;

    /// <summary>The model's half-precision matrices, where there are any in FBGEMM's layout.</summary>
    public HalfMatrices? Halves { get; private set; }

    public Device Device => Options.ShapesOnly ? META : Options.Device;

    /// <summary>Takes a tensor by name; where it is absent or has another shape, notes that and gives an empty stand-in of the right one.</summary>
    public Tensor Take(string name, long[] shape, Func<Tensor, Tensor> convert)
    {
        var found = Check(name, shape);
        if (IsTrainable(name)) return Leaf(name, shape, found);
        if (!found) return empty(shape, ScalarType.Float32, META);
        using var scope = NewDisposeScope();
        return convert(Source.Load(name)).to(Device).MoveToOuterDisposeScope();
    }

    /// <summary>Whether gradients are to reach the tensor of that full name.</summary>
    public bool IsTrainable(string name) => Options.Trainable?.Invoke(name) ?? false;

    /// <summary>Whether frozen matrices of a type are put into oneDNN's layout.</summary>
    public bool IsInOneDnn(WeightType type) =>
        OneDnn.Available && IsForCpu && (type == WeightType.F32 || (type == WeightType.BF16 && CpuFeatures.QuickBf16));

    /// <summary>Whether frozen matrices of a type are put into FBGEMM's layout.</summary>
    public bool IsInFbgemm(WeightType type) => HalfMatrices.Available && IsForCpu && type == WeightType.F16;

    private bool IsForCpu => Options is { ForTraining: false, Trainable: null } && Device.type == TorchSharp.DeviceType.CPU;

    /// <summary>A product with one matrix, or with several stacked along their rows.</summary>
    public Linear Linear(string[] names, long[] outFeatures, long inFeatures, Tensor? bias, WeightType type)
    {
        using var scope = NewDisposeScope();
        var good = names.Zip(outFeatures).Count(part => Check(part.First, [part.Second, inFeatures])) == names.Length;
        Keep(bias);
        if (!good) return new DenseLinear(empty([outFeatures.Sum(), inFeatures], ScalarType.Float32, META), bias);
        if (type == WeightType.Int4 && Int4Linear.Fits(outFeatures.Sum(), inFeatures)) return Int4(names, bias);
        if (type is WeightType.Int8 or WeightType.Int4 && names.Select(Source.LoadQ8).ToArray() is var rows && Array.TrueForAll(rows, part => part is not null))
            return Keep(Int8Linear.Adopt(OnDevice(Q8Rows.Stack(rows!)), bias));
        var matrix = names.Length == 1 ? Source.Load(names[0]) : cat([.. names.Select(Source.Load)], 0); // [out, in]
        if (IsInFbgemm(type)) return HalfLinear(matrix, bias);
        if (type is WeightType.Int8 or WeightType.Int4) return Keep(Int8Linear.Quantise(matrix.to(Device), bias));
        var floats = matrix.to(Float(type)).to(Device);
        return IsInOneDnn(type) ? Keep(OneDnnLinear.Pack(floats, bias)) : new DenseLinear(Keep(floats), bias);
    }

    /// <summary>A product with a matrix in FBGEMM's layout.</summary>
    /// <param name="matrix">[out, in], floats; not needed afterwards.</param>
    /// <param name="bias">[out], float32; null for none.</param>
    public HalfLinear HalfLinear(Tensor matrix, Tensor? bias) => new(Halves ??= new HalfMatrices(methods), matrix, bias);

    /// <summary>Matrices of which at least one is trained, each a tensor of its own, in float32.</summary>
    public Linear JoinedLinear(string[] names, long[] outFeatures, long inFeatures, Tensor?[] biases)
    {
        var matrices = names.Zip(outFeatures, (name, rows) => Keep(Take(name, [rows, inFeatures], tensor => tensor.to(ScalarType.Float32)))).ToArray();
        foreach (var bias in biases) Keep(bias);
        return matrices.Length == 1 ? new DenseLinear(matrices[0], biases[0]) : new JoinedLinear(matrices, biases);
    }

    /// <summary>Makes a tensor one of the model's own; a trained one is so already.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(tensor))]
    public Tensor? Keep(Tensor? tensor)
    {
        if (tensor is { requires_grad: false }) _kept.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    public void Ignore(string prefix) => _ignored.Add(prefix);

    public WeightSet Complete()
    {
        var unused = Source.Names.Where(name => !_used.Contains(name) && !_ignored.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal).ToList();
        var set = new WeightSet([.. _kept, .. _trainable.Values], Halves, _shapes, _trainable);
        if (_missing.Count + _misshaped.Count + unused.Count == 0) return set;
        set.Dispose();
        throw new WeightMismatchException(Source.Origin, _missing, _misshaped, unused);
    }

    public static ScalarType Float(WeightType type) => type switch
    {
        WeightType.F16 => ScalarType.Float16,
        WeightType.BF16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    // One leaf a name, however often it is asked for: what is shared in the checkpoint stays shared in training.
    private Tensor Leaf(string name, long[] shape, bool found)
    {
        if (_trainable.TryGetValue(name, out var leaf)) return leaf;
        using var scope = NewDisposeScope();
        var start = found ? Source.Load(name).to(ScalarType.Float32).to(Device).clone() : empty(shape, ScalarType.Float32, META);
        return _trainable[name] = start.requires_grad_().DetachFromDisposeScope();
    }

    private Int4Linear Int4(string[] names, Tensor? bias)
    {
        var blocks = names.Select(Source.LoadQ4).ToArray();
        if (Array.TrueForAll(blocks, block => block is not null))
            return Keep(Int4Linear.Repack(Q4Blocks.Stack(blocks!), bias));
        return Keep(Int4Linear.Quantise(cat([.. names.Select(Source.Load)], 0), bias));
    }

    private Q8Rows OnDevice(Q8Rows rows) => new(rows.Codes.to(Device), rows.Scales.to(Device));

    private T Keep<T>(T linear)
        where T : IPackedLinear
    {
        foreach (var tensor in linear.Tensors) Keep(tensor);
        return linear;
    }

    private bool Check(string name, long[] shape)
    {
        _used.Add(name);
        _shapes[name] = shape;
        if (Options.ShapesOnly) return false;
        var found = Source.ShapeOf(name);
        if (found is null) _missing.Add($"{name} [{string.Join(", ", shape)}]");
        else if (!found.AsSpan().SequenceEqual(shape))
            _misshaped.Add($"{name}: [{string.Join(", ", found)}] found, [{string.Join(", ", shape)}] expected");
        else return true;
        return false;
    }
}
