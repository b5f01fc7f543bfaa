namespace Audire.Models.Salmonn.Prompting;

/// <summary>A prompt as the language model reads it: runs of tokens with blocks of sound between them.</summary>
/// <param name="Runs">One more than there are blocks: run, block, run, …; runs may be empty.</param>
public sealed record EncodedPrompt(IReadOnlyList<int[]> Runs)
{
    /// <summary>Blocks of sound it has places for.</summary>
    public int Blocks => Runs.Count - 1;

    /// <summary>Its tokens, the sound left out.</summary>
    public int Tokens => Runs.Sum(run => run.Length);
}
