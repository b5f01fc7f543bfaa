namespace Audire.Models.Nn;

/// <summary>How a tensor is filled before training.</summary>
/// <param name="Kind">The distribution.</param>
/// <param name="Scale">Its standard deviation (normal), bound (uniform) or value (constant); unused by the others.</param>
public readonly record struct InitialValue(InitialValueKind Kind, double Scale = 0)
{
    /// <summary>All zeros.</summary>
    public static InitialValue Zeros => Constant(0);

    /// <summary>All ones.</summary>
    public static InitialValue Ones => Constant(1);

    /// <summary>He et al. 2015 with a = √5, the usual start of linear layers and of a LoRA's first matrix: uniform within 1 / √(inputs).</summary>
    public static InitialValue KaimingUniform => new(InitialValueKind.KaimingUniform);

    /// <summary>Glorot and Bengio 2010: uniform within √(6 / (inputs + outputs)).</summary>
    public static InitialValue XavierUniform => new(InitialValueKind.XavierUniform);

    /// <summary>One value everywhere.</summary>
    public static InitialValue Constant(double value) => new(InitialValueKind.Constant, value);

    /// <summary>Normal around zero.</summary>
    public static InitialValue Normal(double deviation) => new(InitialValueKind.Normal, deviation);

    /// <summary>Uniform between -<paramref name="bound"/> and <paramref name="bound"/>.</summary>
    public static InitialValue Uniform(double bound) => new(InitialValueKind.Uniform, bound);
}

/// <summary>A distribution of first values.</summary>
public enum InitialValueKind
{
    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>Normal around zero.</summary>
    Normal,

    /// <summary>Uniform around zero.</summary>
    Uniform,

    /// <summary>Uniform within 1 / √(inputs).</summary>
    KaimingUniform,

    /// <summary>Uniform within √(6 / (inputs + outputs)).</summary>
    XavierUniform,
}
