namespace Audire.Metrics.Randomness;

/// <summary>MT19937 (Matsumoto and Nishimura 1998): the bits of numpy's legacy generator and of CPython's.</summary>
public sealed class MersenneTwister : BitSource
{
    private const int Size = 624;
    private const int Shift = 397;
    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>Seeds with one word (<c>init_genrand</c>): numpy's <c>RandomState(seed)</c>.</summary>
    public MersenneTwister(uint seed) => Initialize(seed);

    /// <summary>Seeds with an array of words (<c>init_by_array</c>): CPython's <c>Random(seed)</c>.</summary>
    /// <param name="key">One word or more.</param>
    public MersenneTwister(ReadOnlySpan<uint> key)
    {
        if (key.IsEmpty) throw new ArgumentException("The key must hold a word.", nameof(key));
        Initialize(19650218);
        int i = 1, j = 0;
        for (int k = Math.Max(Size, key.Length); k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            Advance(ref i);
            j = (j + 1) % key.Length;
        }
        for (int k = Size - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            Advance(ref i);
        }
        _state[0] = 0x80000000;
    }

    /// <summary>The words of state.</summary>
    public ReadOnlySpan<uint> State => _state;

    /// <inheritdoc/>
    public override uint NextUInt32()
    {
        if (_next == Size) Twist();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    /// <summary>The next 64 bits, the high half drawn first.</summary>
    public override ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <inheritdoc/>
    public override double NextDouble()
    {
        uint a = NextUInt32() >> 5, b = NextUInt32() >> 6;
        return (a * 67108864.0 + b) / 9007199254740992.0;
    }

    private void Initialize(uint seed)
    {
        _state[0] = seed;
        for (int i = 1; i < Size; i++) _state[i] = 1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    private void Advance(ref int i)
    {
        if (++i < Size) return;
        _state[0] = _state[Size - 1];
        i = 1;
    }

    private void Twist()
    {
        for (int i = 0; i < Size; i++)
        {
            uint y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7fffffff);
            _state[i] = _state[(i + Shift) % Size] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfu : 0);
        }
        _next = 0;
    }
}
