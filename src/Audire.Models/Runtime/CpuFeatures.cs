using System.Runtime.Intrinsics.X86;

namespace Audire.Models.Runtime;

/// <summary>What the processor computes in, as far as it decides which of libtorch's products is quick.</summary>
public static class CpuFeatures
{
    /// <summary>256-bit fused multiply-add (AVX2 and FMA).</summary>
    public static bool Avx2 { get; } = System.Runtime.Intrinsics.X86.Avx2.IsSupported && Fma.IsSupported;

    /// <summary>512-bit vectors (AVX-512 F, BW, DQ, VL).</summary>
    public static bool Avx512 { get; } = Avx512F.IsSupported && Avx512BW.IsSupported && Avx512DQ.IsSupported;

    /// <summary>Computes in bfloat16 (AVX512-BF16 or AMX). Without it bfloat16 is a type to store in.</summary>
    public static bool Bf16 { get; } = Avx512 && (Bit(7, 1, Register.Eax, 5) || Bit(7, 0, Register.Edx, 22));

    /// <summary>Whether products of many rows are quicker in bfloat16 than in float32.</summary>
    /// <remarks>
    /// Having the instructions is not enough: with them libtorch read prompts twice as fast on a Zen 4 (996 against 502 tokens a second) and half as fast
    /// on a Xeon (418 against 822). A rule and no measurement of the moment, which could fall differently in the next process and change the last bits of answers.
    /// </remarks>
    public static bool QuickBf16 { get; } = Bf16 && MadeByAmd;

    /// <summary>Computes in IEEE half precision (AVX512-FP16). Without it each product is widened first.</summary>
    public static bool Fp16 { get; } = Avx512 && Bit(7, 0, Register.Edx, 23);

    /// <summary>8-bit integer dot products (AVX512-VNNI or AVX-VNNI).</summary>
    public static bool Vnni { get; } = Bit(7, 0, Register.Ecx, 11) || Bit(7, 1, Register.Eax, 4);

    /// <summary>The features in a line, for reports: say <c>AVX2 AVX-512 BF16 VNNI</c>.</summary>
    public static string Summary { get; } = string.Join(' ', new[] { (Avx2, "AVX2"), (Avx512, "AVX-512"), (Bf16, "BF16"), (Fp16, "FP16"), (Vnni, "VNNI") }
        .Where(feature => feature.Item1).Select(feature => feature.Item2).DefaultIfEmpty("baseline"));

    // The first four letters of "AuthenticAMD".
    private static bool MadeByAmd => X86Base.IsSupported && X86Base.CpuId(0, 0).Ebx == 0x68747541;

    private enum Register
    {
        Eax,
        Ecx,
        Edx,
    }

    private static bool Bit(int leaf, int subLeaf, Register register, int bit)
    {
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Eax < leaf) return false;
        var (eax, _, ecx, edx) = X86Base.CpuId(leaf, subLeaf);
        var word = register switch { Register.Eax => eax, Register.Ecx => ecx, _ => edx };
        return (word >> bit & 1) == 1;
    }
}
