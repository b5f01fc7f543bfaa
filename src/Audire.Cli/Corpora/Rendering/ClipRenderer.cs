using Audire.Audio;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>Makes the sound of a clip. Safe for concurrent use.</summary>
internal sealed class ClipRenderer(SoundLoader loader)
{
    /// <summary>Shortest and longest clips that are kept, in seconds.</summary>
    public const double Shortest = 0.2, Longest = 10;
    private const double Silent = 1e-4, FullScale = 0.98;
    private const int Fade = AudioClip.SpeechRate / 200;

    /// <summary>The clip; null, with a reason, where it is too short, too long or silent.</summary>
    public (AudioClip? Clip, string Reason) Render(ClipPlan plan, CancellationToken cancellationToken)
    {
        var samples = new List<float>();
        foreach (var part in plan.Parts)
        {
            samples.AddRange(new float[(int)Math.Round(part.Gap * AudioClip.SpeechRate)]);
            samples.AddRange(Faded(part.Cut.Apply(loader.Load(part.Recording.Origin, cancellationToken))));
        }
        var clip = plan.Treatment.Apply(AudioClip.Mono([.. samples], AudioClip.SpeechRate));
        var seconds = (double)clip.Length / AudioClip.SpeechRate;
        if (seconds < Shortest) return (null, "too short");
        if (seconds > Longest) return (null, "too long");
        double peak = 0, power = 0;
        foreach (var x in clip.Channel(0)) (peak, power) = (Math.Max(peak, Math.Abs(x)), power + (double)x * x);
        if (Math.Sqrt(power / clip.Length) < Silent) return (null, "silent");
        return (peak > FullScale ? Perturbed(clip, FullScale / peak) : clip, "");
    }

    private static AudioClip Perturbed(AudioClip clip, double factor) => Audio.Perturbation.Perturbations.Amplify(clip, 20 * Math.Log10(factor));

    // Cutting in the middle of a sound would click.
    private static float[] Faded(AudioClip clip)
    {
        var samples = clip.Channel(0).ToArray();
        for (var i = 0; i < Math.Min(Fade, samples.Length / 2); i++)
        {
            samples[i] *= (float)i / Fade;
            samples[^(i + 1)] *= (float)i / Fade;
        }
        return samples;
    }
}
