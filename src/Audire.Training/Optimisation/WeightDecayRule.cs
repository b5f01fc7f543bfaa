namespace Audire.Training.Optimisation;

/// <summary>Which parameters weight decay pulls towards zero.</summary>
public static class WeightDecayRule
{
    private static readonly string[] Exempt = ["bias", "ln", "bn"];

    /// <summary>
    /// SALMONN's rule: matrices and higher, unless the name contains <c>bias</c>, <c>ln</c> or <c>bn</c>. So query tokens (three
    /// dimensions) are decayed, and a <c>relative_attention_bias.weight</c> would not be.
    /// </summary>
    public static bool Salmonn(string name, int dimensions) =>
        dimensions >= 2 && !Array.Exists(Exempt, part => name.Contains(part, StringComparison.Ordinal));
}
