namespace Audire.Cli.Corpora.Rendering;

/// <summary>Where a sound comes from.</summary>
/// <param name="Source">As a manifest names it.</param>
internal abstract record SoundOrigin(string Source);

/// <summary>A file of a source.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">Repository or package, and the path there.</param>
/// <param name="Format">ffmpeg's name of a format that has no header, such as g722; null otherwise.</param>
internal sealed record FileSound(string Path, string Source, string? Format = null) : SoundOrigin(Source);

/// <summary>A sentence spoken by a synthesiser.</summary>
/// <param name="Voice">The voice.</param>
/// <param name="Language">espeak-ng's code; blank for voices of one language.</param>
/// <param name="Text">What is said.</param>
/// <param name="Manner">How it is said.</param>
internal sealed record SpokenSound(Voice Voice, string Language, string Text, Manner Manner)
    : SoundOrigin($"generated: {Voice.Engine} {(Language.Length > 0 ? Language + "+" : "")}{Voice.Name}, \"{Text}\"");

/// <summary>A melody of our own, played by fluidsynth.</summary>
/// <param name="Tune">The melody.</param>
internal sealed record TuneSound(Tune Tune) : SoundOrigin($"generated: fluidsynth, {Tune.Describe()}");

/// <summary>Noise that is computed.</summary>
/// <param name="Colour">Its spectrum.</param>
/// <param name="Seed">What makes one differ from another.</param>
internal sealed record NoiseSound(NoiseColour Colour, int Seed) : SoundOrigin($"generated: {Colour} noise {Seed}");
