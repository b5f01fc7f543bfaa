using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora;

/// <summary>What a recording holds, in the coarsest terms.</summary>
internal enum SoundKind
{
    Speech,
    Music,
    Noise,
    Sound,
}

/// <summary>On which terms a recording may be used, and who is to be named.</summary>
internal sealed record Terms(string Licence, string Attribution);

/// <summary>A recording as its source has it, with what the source says of it; what is not known is blank.</summary>
/// <param name="Collection">The data set or package.</param>
/// <param name="Id">Its name there.</param>
/// <param name="Split">The split that it, its speaker and its source clip are in.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Origin">Where the sound comes from.</param>
/// <param name="Terms">Licence and author.</param>
internal sealed record Recording(string Collection, string Id, CorpusSplit Split, SoundKind Kind, SoundOrigin Origin, Terms Terms)
{
    /// <summary>Names it in the whole corpus.</summary>
    public string Key => $"{Collection}/{Id}";

    /// <summary>The original that it was cut from; several takes of one original are in one split.</summary>
    public string Clip { get => field ?? Key; init; }

    /// <summary>Who speaks: one name per person over all collections; blank where nobody does.</summary>
    public string Speaker { get; init; } = "";

    /// <summary><c>female</c> or <c>male</c>.</summary>
    public string Sex { get; init; } = "";

    /// <summary>The language spoken, in English.</summary>
    public string Language { get; init; } = "";

    /// <summary>The one word that is said, the class of a sound, the instrument.</summary>
    public string Label { get; init; } = "";

    /// <summary>What is said, in lower case without punctuation.</summary>
    public string Text { get; init; } = "";

    /// <summary>The emotion acted.</summary>
    public string Emotion { get; init; } = "";

    /// <summary>What a listener would write of it; blank where that follows from the rest.</summary>
    public string Caption { get; init; } = "";

    /// <summary>True for a single event that can be repeated: a word, a bark, a drum.</summary>
    public bool IsOneEvent { get; init; }

    /// <summary>True for synthetic speech or music.</summary>
    public bool IsGenerated => Origin is not FileSound;
}
