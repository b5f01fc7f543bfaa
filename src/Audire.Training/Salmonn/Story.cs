namespace Audire.Training.Salmonn;

/// <summary>A story that the model wrote about a clip, and is then trained on.</summary>
/// <param name="Clip">The clip as the manifest names it.</param>
/// <param name="Hash">The identity of its sound.</param>
/// <param name="Prompt">What was asked.</param>
/// <param name="Text">The story.</param>
/// <param name="Scale">The factor on the LoRA's deltas it was written with.</param>
public sealed record Story(string Clip, string Hash, string Prompt, string Text, double Scale);
