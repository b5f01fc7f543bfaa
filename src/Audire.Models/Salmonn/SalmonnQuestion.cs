using Audire.Models.Salmonn.Prompting;

namespace Audire.Models.Salmonn;

/// <summary>A prompt with the sound that it is about.</summary>
/// <param name="Clips">What the encoders say of the sound, in the order of the prompt's places; the caller keeps them.</param>
/// <param name="Prompt">The prompt in tokens.</param>
public sealed record SalmonnQuestion(IReadOnlyList<EncodedClip> Clips, EncodedPrompt Prompt);
