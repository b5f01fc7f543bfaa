namespace Audire.Cli.Corpora.Rendering;

/// <summary>A synthetic voice, which counts as a speaker.</summary>
/// <param name="Engine"><c>espeak-ng</c> or <c>flite</c>.</param>
/// <param name="Name">The engine's name of it; for espeak-ng the variant.</param>
/// <param name="Sex">Blank where it is not clear.</param>
/// <param name="Split">The split it speaks in.</param>
/// <param name="Hertz">Median pitch; 0 where it is not needed.</param>
internal sealed record Voice(string Engine, string Name, string Sex, CorpusSplit Split, int Hertz = 0)
{
    private const string Espeak = "espeak-ng", Flite = "flite";

    /// <summary>The speaker's name in the corpus.</summary>
    public string Speaker => $"{Engine}-{Name}";

    /// <summary>True where pitch can be set.</summary>
    public bool CanAct => Engine == Espeak || Name is "slt" or "kal16";

    /// <summary>Every voice that is used.</summary>
    public static IReadOnlyList<Voice> All { get; } =
    [
        .. Variants(CorpusSplit.Train, "male", "m1", "m2", "m3", "m4", "m6"),
        .. Variants(CorpusSplit.Train, "female", "f1", "f2", "f3"),
        .. Variants(CorpusSplit.Train, "", "Alex", "Andy", "belinda", "boris", "david", "ed", "Gene", "grandpa", "Hugo", "Jacky", "john", "Lee", "linda", "Marco", "Mario",
            "max", "Michael", "norbert", "pablo", "paul", "quincy", "rob", "robert", "steph", "victor", "zac", "anika", "aunty", "adam", "Andrea", "caleb", "Henrique"),
        .. Variants(CorpusSplit.Valid, "male", "m5"),
        .. Variants(CorpusSplit.Valid, "female", "f4"),
        .. Variants(CorpusSplit.Valid, "", "edward", "benjamin", "iven", "Annie"),
        .. Variants(CorpusSplit.Test, "male", "m7", "m8"),
        .. Variants(CorpusSplit.Test, "female", "f5"),
        .. Variants(CorpusSplit.Test, "", "sandro", "travis", "shelby", "marcelo", "antonio", "Diogo"),
        new(Flite, "rms", "male", CorpusSplit.Train), new(Flite, "awb", "male", CorpusSplit.Train),
        new(Flite, "kal16", "male", CorpusSplit.Train, Hertz: 89), new(Flite, "slt", "female", CorpusSplit.Test, Hertz: 175),
    ];

    /// <summary>The voices of a split.</summary>
    public static Voice[] Of(CorpusSplit split) => [.. All.Where(voice => voice.Split == split)];

    private static IEnumerable<Voice> Variants(CorpusSplit split, string sex, params string[] names) => names.Select(name => new Voice(Espeak, name, sex, split));
}
