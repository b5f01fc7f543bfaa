using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>A part of a clip.</summary>
/// <param name="Recording">What is heard.</param>
/// <param name="Cut">Which part of it.</param>
/// <param name="Gap">Seconds of silence before it.</param>
internal sealed record ClipPart(Recording Recording, Cut Cut, double Gap = 0);

/// <summary>A clip that is to be made: parts in turn, then the treatment.</summary>
internal sealed class ClipPlan
{
    /// <summary>Plans a clip.</summary>
    public ClipPlan(CorpusSplit split, IReadOnlyList<ClipPart> parts, Treatment treatment)
    {
        (Split, Parts, Treatment) = (split, parts, treatment);
        var text = string.Join('|', [split.Name(), treatment.ToString(), .. parts.Select(part => string.Create(CultureInfo.InvariantCulture,
            $"{part.Recording.Key} {part.Recording.Origin.Source} {part.Cut.Seconds:R} {part.Cut.At:R} {part.Cut.Start:R} {part.Gap:R}"))]);
        Name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..20];
    }

    /// <summary>A hash of everything that makes it: a changed plan is another file.</summary>
    public string Name { get; }

    /// <summary>The split of all its recordings.</summary>
    public CorpusSplit Split { get; }

    /// <summary>Its parts.</summary>
    public IReadOnlyList<ClipPart> Parts { get; }

    /// <summary>What is done to it.</summary>
    public Treatment Treatment { get; }

    /// <summary>The path in the corpus folder.</summary>
    public string Path => $"clips/{Split.Name()}/{Name[..2]}/{Name}.wav";

    /// <summary>Its recordings, each once.</summary>
    public IEnumerable<Recording> Recordings => Parts.Select(part => part.Recording).DistinctBy(recording => recording.Key);

    /// <summary>Questions about it, and answers.</summary>
    public List<TaskExample> Examples { get; } = [];
}

/// <summary>A question about a clip, and its answer.</summary>
/// <param name="Task">The task.</param>
/// <param name="Question">As a user would put it.</param>
/// <param name="Answer">What is to be said.</param>
/// <param name="Label">The class; blank where answers are free.</param>
internal sealed record TaskExample(string Task, string Question, string Answer, string Label);
