namespace Audire.Benchmarks;

/// <summary>What to run and where the peers are.</summary>
/// <param name="Pairs">Pairs of samples a row, ours and the peer's in turn.</param>
/// <param name="Threads">Thread counts to run at.</param>
/// <param name="WhisperFolder">Whisper base in F16, Hugging Face layout.</param>
/// <param name="SmolLm">SmolLM2-135M-Instruct as GGUF.</param>
/// <param name="Peers">Folder with <c>llama-bench</c>, <c>whisper-bench</c> and their model files; null where there is none.</param>
/// <param name="Tool">The published <c>audire</c>; null where process rows are not wanted.</param>
/// <param name="Speech">The recording that process rows transcribe.</param>
/// <param name="Tiny">Shapes small enough to try the code with; the numbers mean nothing then.</param>
internal sealed record Settings(int Pairs, IReadOnlyList<int> Threads, string WhisperFolder, string SmolLm, string? Peers, string? Tool, string Speech, bool Tiny = false)
{
    /// <summary>Layers in every part of the shape of SALMONN-7B, for machines without room or time for all; null for all.</summary>
    public int? Layers { get; init; }

    public string Peer(string name) => Path.Combine(Peers ?? throw new InvalidOperationException(
        "This row needs a peer: name the folder with llama-bench and whisper-bench by --peers."), name);
}
