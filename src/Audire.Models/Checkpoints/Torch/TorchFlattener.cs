using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>
/// Walks the object of a checkpoint and names what it holds by path: keys and positions joined by "/"; below a list at the root
/// a name begins with "/". Depth, visits and the length of names are bounded, cycles are found.
/// </summary>
internal sealed class TorchFlattener(PickleFaults faults)
{
    private const int MaxDepth = 100;
    private const int MaxVisits = 1 << 20;

    private readonly HashSet<object> _ancestors = new(ReferenceEqualityComparer.Instance);
    private readonly List<string> _path = [];
    private int _visits;
    private int _pathLength;

    /// <summary>Tensors by path, in order.</summary>
    public OrderedDictionary<string, TorchTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Texts, numbers and truth values by path, in order.</summary>
    public OrderedDictionary<string, MetadataValue> Scalars { get; } = new(StringComparer.Ordinal);

    public void Walk(object? value)
    {
        if (++_visits > MaxVisits) throw faults.Fault(CheckpointFault.TooLarge, "has an object that unfolds to more values than any checkpoint holds");
        switch (value)
        {
            case TorchTensor tensor: Add(Tensors, tensor); break;
            case OrderedDictionary<object, object?> dictionary:
                Enter(dictionary);
                foreach (var (key, item) in dictionary) Step(Convert.ToString(key, CultureInfo.InvariantCulture)!, item);
                _ancestors.Remove(dictionary);
                break;
            case List<object?> or object?[]:
                Enter(value);
                if (_path.Count == 0) _path.Add("");
                var position = 0;
                foreach (var item in (IList)value) Step((position++).ToString(CultureInfo.InvariantCulture), item);
                _ancestors.Remove(value);
                break;
            case string or bool or long or double: Add(Scalars, new MetadataValue(value)); break;
            case BigInteger large: Add(Scalars, new MetadataValue(large.ToString(CultureInfo.InvariantCulture))); break;
        }
    }

    private void Enter(object container)
    {
        if (!_ancestors.Add(container)) throw faults.Fault(CheckpointFault.Cyclic, "has an object that contains itself");
        if (_ancestors.Count > MaxDepth) throw faults.Fault(CheckpointFault.NestedTooDeep, $"has an object nested more than {MaxDepth} deep");
    }

    private void Step(string name, object? item)
    {
        _path.Add(name);
        _pathLength += name.Length + 1;
        Walk(item);
        _pathLength -= name.Length + 1;
        _path.RemoveAt(_path.Count - 1);
    }

    private void Add<T>(OrderedDictionary<string, T> found, T value)
    {
        faults.Charge(_pathLength);
        var name = string.Join('/', _path);
        if (!found.TryAdd(name, value)) throw faults.Fault(CheckpointFault.DuplicateName, $"has two values at {CheckpointException.Quote(name)}");
    }
}
