namespace Audire.Audio.Features;

/// <summary>A signal cut or extended with zeros to a given length, without being copied.</summary>
/// <param name="samples">The signal itself.</param>
/// <param name="length">Samples it is taken to have.</param>
/// <param name="gain">Factor applied when samples are read.</param>
internal readonly ref struct PaddedSignal(ReadOnlySpan<float> samples, long length, float gain = 1)
{
    private readonly ReadOnlySpan<float> _samples = samples[..(int)Math.Min(samples.Length, length)];

    /// <summary>Copies samples from <paramref name="start"/> on; before 0 and after the end the signal is mirrored at its first and last sample.</summary>
    public void CopyMirrored(long start, Span<float> destination)
    {
        var end = start + destination.Length;
        int first = (int)Math.Clamp(start, 0, _samples.Length), last = (int)Math.Clamp(end, first, _samples.Length);
        if (last > first) _samples[first..last].CopyTo(destination[(int)(first - start)..]);
        for (var i = start; i < Math.Min(0, end); i++) destination[(int)(i - start)] = At(-i);
        for (var i = Math.Max(start, last); i < end; i++) destination[(int)(i - start)] = At(i < length ? i : 2 * length - 2 - i);
        if (gain != 1)
            foreach (ref var sample in destination) sample *= gain;
    }

    private float At(long index) => index >= 0 && index < _samples.Length ? _samples[(int)index] : 0;
}
