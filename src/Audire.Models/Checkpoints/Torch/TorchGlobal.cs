namespace Audire.Models.Checkpoints.Torch;

/// <summary>What a pickle may name. These are inert values: what each stands for is built by <see cref="TorchGlobals"/>.</summary>
internal abstract record TorchGlobal
{
    /// <summary>A function or class that may be called.</summary>
    public sealed record Function(TorchFunction Kind) : TorchGlobal;

    /// <summary>A storage class; without a type the storage counts bytes.</summary>
    public sealed record Storage(ElementType? Type) : TorchGlobal;

    /// <summary>A dtype.</summary>
    public sealed record Dtype(ElementType Type) : TorchGlobal;
}

/// <summary>The callables that tensors and their containers are pickled with.</summary>
internal enum TorchFunction
{
    OrderedDict,
    Set,
    Encode,
    RebuildTensorV2,
    RebuildTensorV3,
    RebuildParameter,
}
