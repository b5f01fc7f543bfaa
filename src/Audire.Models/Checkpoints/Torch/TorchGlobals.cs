using System.Numerics;
using System.Text;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>The white list of a checkpoint's pickles, and what each name on it builds. A name that is not listed is refused where it stands.</summary>
/// <param name="faults">Faults of the file.</param>
/// <param name="storages">Makes or finds the storage of a key.</param>
internal sealed class TorchGlobals(PickleFaults faults, ITorchStorages storages)
{
    private static readonly Dictionary<string, TorchGlobal> Allowed = new(StringComparer.Ordinal)
    {
        ["collections OrderedDict"] = new TorchGlobal.Function(TorchFunction.OrderedDict),
        ["__builtin__ set"] = new TorchGlobal.Function(TorchFunction.Set),
        ["builtins set"] = new TorchGlobal.Function(TorchFunction.Set),
        ["_codecs encode"] = new TorchGlobal.Function(TorchFunction.Encode),
        ["torch._utils _rebuild_tensor_v2"] = new TorchGlobal.Function(TorchFunction.RebuildTensorV2),
        ["torch._utils _rebuild_tensor_v3"] = new TorchGlobal.Function(TorchFunction.RebuildTensorV3),
        ["torch._utils _rebuild_parameter"] = new TorchGlobal.Function(TorchFunction.RebuildParameter),
        ["torch.storage UntypedStorage"] = new TorchGlobal.Storage(null),
        ["torch DoubleStorage"] = new TorchGlobal.Storage(ElementType.F64),
        ["torch FloatStorage"] = new TorchGlobal.Storage(ElementType.F32),
        ["torch HalfStorage"] = new TorchGlobal.Storage(ElementType.F16),
        ["torch BFloat16Storage"] = new TorchGlobal.Storage(ElementType.BF16),
        ["torch LongStorage"] = new TorchGlobal.Storage(ElementType.I64),
        ["torch IntStorage"] = new TorchGlobal.Storage(ElementType.I32),
        ["torch ShortStorage"] = new TorchGlobal.Storage(ElementType.I16),
        ["torch CharStorage"] = new TorchGlobal.Storage(ElementType.I8),
        ["torch ByteStorage"] = new TorchGlobal.Storage(ElementType.U8),
        ["torch BoolStorage"] = new TorchGlobal.Storage(ElementType.Bool),
        ["torch float64"] = new TorchGlobal.Dtype(ElementType.F64),
        ["torch float32"] = new TorchGlobal.Dtype(ElementType.F32),
        ["torch float16"] = new TorchGlobal.Dtype(ElementType.F16),
        ["torch bfloat16"] = new TorchGlobal.Dtype(ElementType.BF16),
        ["torch float8_e4m3fn"] = new TorchGlobal.Dtype(ElementType.F8E4M3),
        ["torch float8_e5m2"] = new TorchGlobal.Dtype(ElementType.F8E5M2),
        ["torch int64"] = new TorchGlobal.Dtype(ElementType.I64),
        ["torch int32"] = new TorchGlobal.Dtype(ElementType.I32),
        ["torch int16"] = new TorchGlobal.Dtype(ElementType.I16),
        ["torch int8"] = new TorchGlobal.Dtype(ElementType.I8),
        ["torch uint64"] = new TorchGlobal.Dtype(ElementType.U64),
        ["torch uint32"] = new TorchGlobal.Dtype(ElementType.U32),
        ["torch uint16"] = new TorchGlobal.Dtype(ElementType.U16),
        ["torch uint8"] = new TorchGlobal.Dtype(ElementType.U8),
        ["torch bool"] = new TorchGlobal.Dtype(ElementType.Bool),
    };

    private readonly TorchRebuild _rebuild = new(faults);

    public TorchGlobal Resolve(string module, string name) => Allowed.TryGetValue($"{module} {name}", out var global) ? global
        : throw faults.Fault(CheckpointFault.ForbiddenGlobal,
            $"asks for the Python object {CheckpointException.Quote($"{module}.{name}")}, which no checkpoint of tensors needs and may run a program; nothing was run");

    public object? Call(TorchGlobal global, object?[] arguments) => (global as TorchGlobal.Function)?.Kind switch
    {
        TorchFunction.OrderedDict => OrderedDictionary(arguments),
        TorchFunction.Set => Set(arguments),
        TorchFunction.Encode => Encode(arguments),
        TorchFunction.RebuildTensorV2 => _rebuild.Tensor(arguments),
        TorchFunction.RebuildTensorV3 => _rebuild.TensorOfDtype(arguments),
        TorchFunction.RebuildParameter => _rebuild.Parameter(arguments),
        _ => throw faults.Bad("calls something that cannot be called"),
    };

    /// <summary>A reference to a storage: ("storage", class, key, device, elements[, view]).</summary>
    public TorchStorage Persistent(object? id)
    {
        if (id is not object?[] { Length: 5 or 6 } parts || parts[0] is not "storage" || parts[1] is not TorchGlobal.Storage { } kind
            || parts[2] is not string key || parts[3] is not string || parts[4] is not long elements || (parts.Length == 6 && parts[5] is not null))
            throw faults.Fault(CheckpointFault.BadPersistentId, "has a pickle with a reference that is no plain storage");
        if (!SafeNames.IsFileName(key)) throw faults.Fault(CheckpointFault.PathEscape, $"names the storage {CheckpointException.Quote(key)}, which is no plain name");
        var width = kind.Type?.BlockBytes() ?? 1;
        if (elements < 0 || elements > long.MaxValue / width)
            throw faults.Fault(CheckpointFault.SizeMismatch, $"says that storage {CheckpointException.Quote(key)} has {elements} elements");
        return storages.Find(key, kind.Type, elements * width);
    }

    /// <summary>A value that may be a key of a dictionary or a member of a set.</summary>
    public object Key(object? key) => key is string or long or bool or double or BigInteger ? key
        : throw faults.Bad("has a key that is neither text nor number");

    private OrderedDictionary<object, object?> OrderedDictionary(object?[] arguments)
    {
        var dictionary = new OrderedDictionary<object, object?>();
        if (arguments.Length == 0) return dictionary;
        if (arguments is not [List<object?> pairs]) throw faults.Bad("makes a dictionary of something other than pairs");
        faults.Charge(pairs.Count);
        foreach (var pair in pairs)
        {
            dictionary[Key(pair switch { object?[] { Length: 2 } tuple => tuple[0], List<object?> { Count: 2 } list => list[0], _ => null })] =
                pair is object?[] values ? values[1] : ((List<object?>)pair!)[1];
        }
        return dictionary;
    }

    private HashSet<object> Set(object?[] arguments)
    {
        if (arguments is not [List<object?> items]) throw faults.Bad("makes a set of something other than a list");
        faults.Charge(items.Count);
        return [.. items.Select(Key)];
    }

    // How Python writes bytes in protocol 2: their code points as text, to be encoded as Latin-1.
    private byte[] Encode(object?[] arguments)
    {
        if (arguments is not [string text, "latin1" or "latin-1"] || text.Any(c => c > 255)) throw faults.Bad("encodes something other than bytes");
        faults.Charge(text.Length);
        return Encoding.Latin1.GetBytes(text);
    }
}
