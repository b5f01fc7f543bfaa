using Audire.Models.Salmonn;

namespace Audire.Training.Salmonn;

/// <summary>An example of SALMONN's with its name, as it stands in a batch.</summary>
/// <param name="Name">Its clip as the manifest names it.</param>
/// <param name="Example">What the encoders heard, the prompt and the answer.</param>
public sealed record HeardExample(string Name, SalmonnExample Example) : IDisposable
{
    /// <summary>Frees what the encoders heard.</summary>
    public void Dispose()
    {
        foreach (var clip in Example.Clips) clip.Dispose();
    }
}
