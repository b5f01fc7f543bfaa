namespace Audire.Models.Checkpoints.Torch;

/// <summary>
/// A restricted pickle machine: it can build None, truth values, numbers, texts, bytes, lists, tuples, dictionaries, sets, and what
/// <see cref="TorchGlobals"/> names; nothing else, and it calls nothing.
/// </summary>
/// <remarks>
/// Python values become null, bool, long or <see cref="System.Numerics.BigInteger"/>, double, string, byte[], <see cref="List{T}"/> of object,
/// object[] for tuples, <see cref="OrderedDictionary{TKey, TValue}"/>, <see cref="HashSet{T}"/>. Work is linear in the pickle's bytes
/// (<see cref="PickleFaults.Charge"/> pays for the rest); no step recurses.
/// </remarks>
internal sealed class PickleMachine
{
    private const int HighestProtocol = 5;

    private readonly ByteCursor _cursor;
    private readonly PickleFaults _faults;
    private readonly TorchGlobals _globals;
    private readonly PickleLiterals _literals;
    private readonly PickleStack _stack;
    private readonly Dictionary<long, object?> _memo = [];
    private readonly long _start;

    private PickleMachine(ByteCursor cursor, PickleFaults faults, TorchGlobals globals)
    {
        (_cursor, _faults, _globals, _start) = (cursor, faults, globals, cursor.Position);
        _literals = new(cursor, faults);
        _stack = new(faults);
    }

    /// <summary>Runs one pickle to its STOP; the cursor then stands behind it.</summary>
    public static object? Run(ByteCursor cursor, PickleFaults faults, TorchGlobals globals)
    {
        var machine = new PickleMachine(cursor, faults, globals);
        while (true)
        {
            if (cursor.Position - machine._start > TorchArchive.MaxPickle)
                throw faults.Fault(CheckpointFault.TooLarge, $"has a pickle of more than {TorchArchive.MaxPickle} bytes");
            var opcode = (PickleOpcode)cursor.U8();
            if (opcode == PickleOpcode.Stop) return machine._stack.Result();
            machine.Step(opcode);
        }
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Proto: Protocol(_cursor.U8()); break;
            case PickleOpcode.Frame: Frame(_cursor.U64()); break;

            case PickleOpcode.None: _stack.Push(null); break;
            case PickleOpcode.NewTrue: _stack.Push(true); break;
            case PickleOpcode.NewFalse: _stack.Push(false); break;
            case PickleOpcode.BinInt: _stack.Push((long)(int)_cursor.U32()); break;
            case PickleOpcode.BinInt1: _stack.Push((long)_cursor.U8()); break;
            case PickleOpcode.BinInt2: _stack.Push((long)_cursor.U16()); break;
            case PickleOpcode.Int: _stack.Push(_literals.IntegerLine()); break;
            case PickleOpcode.Long: _stack.Push(_literals.LongLine()); break;
            case PickleOpcode.Long1: _stack.Push(_literals.Long(_cursor.U8())); break;
            case PickleOpcode.Long4: _stack.Push(_literals.Long((int)_cursor.U32())); break;
            case PickleOpcode.Float: _stack.Push(_literals.FloatLine()); break;
            case PickleOpcode.BinFloat: _stack.Push(_literals.Double()); break;
            case PickleOpcode.ShortBinUnicode or PickleOpcode.ShortBinString: _stack.Push(_literals.Text(_cursor.U8())); break;
            case PickleOpcode.BinUnicode or PickleOpcode.BinString: _stack.Push(_literals.Text(_cursor.U32())); break;
            case PickleOpcode.BinUnicode8: _stack.Push(_literals.Text(_cursor.U64())); break;
            case PickleOpcode.ShortBinBytes: _stack.Push(_literals.Bytes(_cursor.U8())); break;
            case PickleOpcode.BinBytes: _stack.Push(_literals.Bytes(_cursor.U32())); break;
            case PickleOpcode.BinBytes8: _stack.Push(_literals.Bytes(_cursor.U64())); break;

            case PickleOpcode.Mark: _stack.Mark(); break;
            case PickleOpcode.Pop: _stack.Drop(); break;
            case PickleOpcode.PopMark: _stack.PopFrame(); break;
            case PickleOpcode.Dup: _stack.Push(_stack.Peek()); break;

            case PickleOpcode.EmptyTuple: _stack.Push(Array.Empty<object?>()); break;
            case PickleOpcode.Tuple: _stack.Push(_stack.PopFrame()); break;
            case PickleOpcode.Tuple1: _stack.Push(_stack.Pop(1)); break;
            case PickleOpcode.Tuple2: _stack.Push(_stack.Pop(2)); break;
            case PickleOpcode.Tuple3: _stack.Push(_stack.Pop(3)); break;
            case PickleOpcode.EmptyList: _stack.Push(new List<object?>()); break;
            case PickleOpcode.List: _stack.Push(_stack.PopFrame().ToList()); break;
            case PickleOpcode.Append: Extend(_stack.Pop(1)); break;
            case PickleOpcode.Appends: Extend(_stack.PopFrame()); break;
            case PickleOpcode.EmptyDict: _stack.Push(new OrderedDictionary<object, object?>()); break;
            case PickleOpcode.Dict: NewDictionary(_stack.PopFrame()); break;
            case PickleOpcode.SetItem: SetItems(_stack.Pop(2)); break;
            case PickleOpcode.SetItems: SetItems(_stack.PopFrame()); break;
            case PickleOpcode.EmptySet: _stack.Push(new HashSet<object>()); break;
            case PickleOpcode.AddItems: AddItems(_stack.PopFrame()); break;

            case PickleOpcode.Put: Remember(_literals.MemoLine()); break;
            case PickleOpcode.BinPut: Remember(_cursor.U8()); break;
            case PickleOpcode.LongBinPut: Remember(_cursor.U32()); break;
            case PickleOpcode.Memoize: Remember(_memo.Count); break;
            case PickleOpcode.Get: _stack.Push(Recall(_literals.MemoLine())); break;
            case PickleOpcode.BinGet: _stack.Push(Recall(_cursor.U8())); break;
            case PickleOpcode.LongBinGet: _stack.Push(Recall(_cursor.U32())); break;

            case PickleOpcode.Global: _stack.Push(_globals.Resolve(_literals.Name(), _literals.Name())); break;
            case PickleOpcode.StackGlobal: StackGlobal(_stack.Pop(2)); break;
            case PickleOpcode.Reduce: Reduce(_stack.Pop(2)); break;
            case PickleOpcode.Build: Build(_stack.Pop()); break;
            case PickleOpcode.BinPersistent: _stack.Push(_globals.Persistent(_stack.Pop())); break;
            case PickleOpcode.PersistentText: _stack.Push(_globals.Persistent(_literals.Name())); break;
            case PickleOpcode.Inst: throw Forbidden(_globals.Resolve(_literals.Name(), _literals.Name()));
            case PickleOpcode.NewObj or PickleOpcode.NewObjEx or PickleOpcode.Obj: throw Forbidden(opcode);
            default: throw Forbidden($"0x{(byte)opcode:X2}");
        }
    }

    private void Protocol(byte version)
    {
        if (version > HighestProtocol) throw _faults.Fault(CheckpointFault.UnsupportedVersion, $"has a pickle of protocol {version}; up to {HighestProtocol} is read");
    }

    private void Frame(ulong bytes)
    {
        if (bytes > (ulong)_cursor.Left) throw _faults.Fault(CheckpointFault.Truncated, $"has a pickle frame that claims {bytes} bytes; {_cursor.Left} follow");
    }

    private void Extend(object?[] items)
    {
        if (_stack.Peek() is not List<object?> list) throw _faults.Bad("appends to something other than a list");
        list.AddRange(items);
    }

    private void NewDictionary(object?[] items)
    {
        _stack.Push(new OrderedDictionary<object, object?>());
        SetItems(items);
    }

    private void SetItems(object?[] items)
    {
        if (_stack.Peek() is not OrderedDictionary<object, object?> dictionary) throw _faults.Bad("sets items of something other than a dictionary");
        if (items.Length % 2 != 0) throw _faults.Bad("sets a key without a value");
        for (var i = 0; i < items.Length; i += 2) dictionary[_globals.Key(items[i])] = items[i + 1];
    }

    private void AddItems(object?[] items)
    {
        if (_stack.Peek() is not HashSet<object> set) throw _faults.Bad("adds to something other than a set");
        foreach (var item in items) set.Add(_globals.Key(item));
    }

    // An honest memo grows by one a value, and a value takes at least a byte.
    private void Remember(long index)
    {
        if (index > _cursor.Position - _start) throw _faults.Fault(CheckpointFault.BadMemo, $"has a pickle that uses memo slot {index}, beyond its own length");
        _memo[index] = _stack.Peek();
    }

    private object? Recall(long index) => _memo.TryGetValue(index, out var value) ? value
        : throw _faults.Fault(CheckpointFault.BadMemo, $"has a pickle that reads the empty memo slot {index}");

    private void StackGlobal(object?[] names)
    {
        if (names is not [string module, string name]) throw _faults.Bad("names a global by something other than two texts");
        _stack.Push(_globals.Resolve(module, name));
    }

    private void Reduce(object?[] call)
    {
        if (call[0] is not TorchGlobal function) throw _faults.Bad("calls something that cannot be called");
        if (call[1] is not object?[] arguments) throw _faults.Bad("calls with something other than a tuple");
        _stack.Push(_globals.Call(function, arguments));
    }

    // State of an ordered dictionary, such as the version notes torch keeps with a state dict: read and left alone.
    private void Build(object? state)
    {
        if (_stack.Peek() is not OrderedDictionary<object, object?> || state is not OrderedDictionary<object, object?>)
            throw _faults.Bad("sets the state of something other than a dictionary");
    }

    private CheckpointException Forbidden(object what) =>
        _faults.Fault(CheckpointFault.ForbiddenOpcode, $"has a pickle with the instruction {what}, which no checkpoint of tensors needs; it is not carried out");
}
