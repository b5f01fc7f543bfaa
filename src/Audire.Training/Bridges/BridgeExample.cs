using Audire.Models.Salmonn;

namespace Audire.Training.Bridges;

/// <summary>What the frozen encoders say of a clip, with its classes.</summary>
/// <param name="Name">Its clip as the manifest names it.</param>
/// <param name="Clips">What the encoders heard, one for every 30 s begun.</param>
/// <param name="Classes">Its class in each label set, in the order of the sets; null where it has none.</param>
public sealed record BridgeExample(string Name, IReadOnlyList<EncodedClip> Clips, IReadOnlyList<int?> Classes) : IDisposable
{
    /// <summary>Frees what the encoders heard.</summary>
    public void Dispose()
    {
        foreach (var clip in Clips) clip.Dispose();
    }
}
