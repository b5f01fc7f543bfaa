using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>The state of libtorch's random generator, to draw the same numbers again.</summary>
internal sealed class GeneratorState
{
    private readonly byte[] _state;

    private GeneratorState(byte[] state) => _state = state;

    /// <summary>As it is now.</summary>
    public static GeneratorState Current()
    {
        using var scope = NewDisposeScope();
        return new GeneratorState(get_rng_state().data<byte>().ToArray());
    }

    /// <summary>Sets the generator back to this state, until the returned object is disposed: then it goes on from where it is now.</summary>
    public IDisposable Replay()
    {
        var now = Current();
        Restore();
        return new Later(now);
    }

    private void Restore()
    {
        using var scope = NewDisposeScope();
        set_rng_state(tensor(_state, ScalarType.Byte));
    }

    private sealed class Later(GeneratorState state) : IDisposable
    {
        public void Dispose() => state.Restore();
    }
}
