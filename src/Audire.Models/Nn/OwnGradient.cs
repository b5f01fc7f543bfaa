using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>An operation with a backward of our own.</summary>
/// <typeparam name="T">The operation itself.</typeparam>
internal abstract class OwnGradient<T> : autograd.SingleTensorFunction<T>
    where T : OwnGradient<T>, new()
{
    public override string Name => typeof(T).Name;

    /// <summary>Applies the operation and frees what TorchSharp makes beside its result: another tensor of that size, which a backward that asks for no zeros never reads.</summary>
    /// <param name="arguments">What forward takes.</param>
    /// <returns>The result, owned by the caller's dispose scope.</returns>
    protected static Tensor Apply(params object?[] arguments)
    {
        using var scope = NewDisposeScope();
        return apply(arguments!).MoveToOuterDisposeScope();
    }
}
