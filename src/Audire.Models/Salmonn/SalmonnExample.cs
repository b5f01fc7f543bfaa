namespace Audire.Models.Salmonn;

/// <summary>One thing to learn: sound, a prompt about it, and the answer that is wanted.</summary>
/// <param name="Clips">What the encoders say of the sound, in the order of the prompt's places; the caller keeps them.</param>
/// <param name="Prompt">The instruction with <c>&lt;Speech&gt;&lt;SpeechHere&gt;&lt;/Speech&gt;</c> where sound stands, before the layout is put around it; none in a prompt without sound.</param>
/// <param name="Target">The answer, without its end token.</param>
public sealed record SalmonnExample(IReadOnlyList<EncodedClip> Clips, string Prompt, string Target);
