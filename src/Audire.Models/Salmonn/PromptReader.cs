using Audire.Models.Llama;
using Audire.Models.Salmonn.Prompting;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>Prompts as embeddings: tokens looked up, sound in its places. Gradients flow through to the sound.</summary>
/// <param name="model">The language model.</param>
internal sealed class PromptReader(LlamaModel model)
{
    /// <summary>A prompt with its sound.</summary>
    /// <param name="prompt">The prompt in tokens.</param>
    /// <param name="sounds">One for each of its places, [n, C].</param>
    /// <returns>[T, C], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">Places and sounds differ in number.</exception>
    public Tensor Read(EncodedPrompt prompt, IReadOnlyList<Tensor> sounds)
    {
        if (prompt.Blocks != sounds.Count)
            throw new ArgumentException($"The prompt has {prompt.Blocks} places for sound, and {sounds.Count} blocks of sound were given; each needs the other.", nameof(sounds));
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>();
        for (var i = 0; i < prompt.Runs.Count; i++)
        {
            if (prompt.Runs[i].Length > 0) parts.Add(Read(prompt.Runs[i])); // [t, C]
            if (i < sounds.Count) parts.Add(sounds[i]);                     // [n, C]
        }
        if (parts.Count == 0) throw new ArgumentException("The prompt is empty; a language model needs at least one token.", nameof(prompt));
        return cat(parts, 0).MoveToOuterDisposeScope();                     // [T, C]
    }

    /// <summary>Tokens alone.</summary>
    /// <returns>[T, C], owned by the caller's dispose scope.</returns>
    public Tensor Read(int[] tokens)
    {
        using var scope = NewDisposeScope();
        return model.Embed(tensor([.. tokens.Select(id => (long)id)], ScalarType.Int64, model.Device)).MoveToOuterDisposeScope(); // [T, C]
    }

    /// <summary>Rows of different lengths as one batch, zeros where a row has nothing.</summary>
    /// <param name="rows">[T, C] each.</param>
    /// <param name="atEnd">Whether rows are filled up behind their end, else in front of their beginning.</param>
    /// <returns>[B, T, C], owned by the caller's dispose scope.</returns>
    public static Tensor Batch(IReadOnlyList<Tensor> rows, bool atEnd)
    {
        using var scope = NewDisposeScope();
        var longest = rows.Max(row => row.shape[0]);
        return stack([.. rows.Select(row => Filled(row, longest - row.shape[0]))], 0).MoveToOuterDisposeScope();          // [B, T, C]

        Tensor Filled(Tensor row, long zeros) => zeros == 0 ? row : nn.functional.pad(row, atEnd ? [0, 0, 0, zeros] : [0, 0, zeros, 0]); // [T, C]
    }
}
