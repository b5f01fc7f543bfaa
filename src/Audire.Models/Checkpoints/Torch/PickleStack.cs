namespace Audire.Models.Checkpoints.Torch;

/// <summary>The stack of the pickle machine, with marks that start a frame each.</summary>
internal sealed class PickleStack(PickleFaults faults)
{
    private readonly List<object?> _values = [];
    private readonly List<int> _marks = [];

    /// <summary>Values above the last mark.</summary>
    private int InFrame => _values.Count - (_marks.Count > 0 ? _marks[^1] : 0);

    public void Push(object? value) => _values.Add(value);

    public void Mark() => _marks.Add(_values.Count);

    public object? Pop()
    {
        var value = Peek();
        _values.RemoveAt(_values.Count - 1);
        return value;
    }

    public object? Peek() => InFrame > 0 ? _values[^1] : throw Underflow();

    /// <summary>Takes all above the last mark, and the mark.</summary>
    public object?[] PopFrame()
    {
        if (_marks.Count == 0) throw Underflow();
        var frame = _values[_marks[^1]..].ToArray();
        _values.RemoveRange(_marks[^1], frame.Length);
        _marks.RemoveAt(_marks.Count - 1);
        return frame;
    }

    /// <summary>Takes the last few values, in the order they were pushed.</summary>
    public object?[] Pop(int count)
    {
        if (InFrame < count) throw Underflow();
        var values = _values[^count..].ToArray();
        _values.RemoveRange(_values.Count - count, count);
        return values;
    }

    /// <summary>What POP does: takes a value, or the mark where the frame is empty.</summary>
    public void Drop()
    {
        if (InFrame == 0 && _marks.Count > 0) _marks.RemoveAt(_marks.Count - 1);
        else Pop();
    }

    /// <summary>The value at the end: the top, as Python takes it.</summary>
    public object? Result()
    {
        if (_marks.Count > 0) throw faults.Bad("ends with open marks");
        return Pop();
    }

    private CheckpointException Underflow() => faults.Fault(CheckpointFault.StackUnderflow, "has a pickle that takes from an empty stack");
}
