namespace Audire.Audio.Features;

/// <summary>Banks of triangular filters on a mel scale: matrices [mel, FFT bin] that turn a power spectrum into mel energies. Computed in double.</summary>
public static class MelBank
{
    private const double LogStart = 1000;    // Hz, where Slaney's scale turns from linear to logarithmic
    private const double LinearStep = 200.0 / 3;

    /// <summary>The bank of Whisper and Qwen2-Audio: Slaney's scale, 0 Hz to the Nyquist frequency, each triangle of area one (2 / its width in Hz).</summary>
    /// <param name="bins">Number of filters, at least 1.</param>
    /// <param name="fftSize">Points of the transform.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <returns>[bins, fftSize / 2 + 1].</returns>
    /// <remarks>Slaney, Auditory Toolbox (1998): mel = f / 66.67 up to 1 kHz, then 15 + 27 · ln(f / 1000) / ln 6.4.</remarks>
    public static double[,] Slaney(int bins, int fftSize = 400, int sampleRate = AudioClip.SpeechRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var edges = Spread(SlaneyMel(0), SlaneyMel(sampleRate / 2.0), bins + 2, SlaneyHertz);
        var bank = new double[bins, fftSize / 2 + 1];
        for (var mel = 0; mel < bins; mel++)
            for (var bin = 0; bin <= fftSize / 2; bin++)
                bank[mel, bin] = Triangle((double)bin * sampleRate / fftSize, edges[mel], edges[mel + 1], edges[mel + 2]) * 2 / (edges[mel + 2] - edges[mel]);
        return bank;
    }

    /// <summary>Kaldi's bank, which BEATs uses: triangles of height one on the scale 1127 · ln(1 + f / 700), linear in mel rather than in frequency.</summary>
    /// <param name="bins">Number of filters, at least 1.</param>
    /// <param name="fftSize">Points of the transform.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="low">Lower edge of the first filter, in Hz.</param>
    /// <returns>[bins, fftSize / 2 + 1]; the upper edge is the Nyquist frequency, which itself has no weight.</returns>
    /// <remarks>With 128 filters over 512 points filter 3 is all zero: no bin falls into its triangle. The published model was trained so.</remarks>
    public static double[,] Kaldi(int bins, int fftSize = 512, int sampleRate = AudioClip.SpeechRate, double low = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var edges = Spread(KaldiMel(low), KaldiMel(sampleRate / 2.0), bins + 2, mel => mel);
        var bank = new double[bins, fftSize / 2 + 1];
        for (var mel = 0; mel < bins; mel++)
            for (var bin = 0; bin < fftSize / 2; bin++)
                bank[mel, bin] = Triangle(KaldiMel((double)bin * sampleRate / fftSize), edges[mel], edges[mel + 1], edges[mel + 2]);
        return bank;
    }

    private static double Triangle(double x, double left, double centre, double right) =>
        Math.Max(0, Math.Min((x - left) / (centre - left), (right - x) / (right - centre)));

    private static double[] Spread(double from, double to, int count, Func<double, double> map) =>
        [.. Enumerable.Range(0, count).Select(i => map(from + (to - from) * i / (count - 1)))];

    private static double SlaneyMel(double hertz) => hertz < LogStart ? hertz / LinearStep : 15 + 27 * Math.Log(hertz / LogStart) / Math.Log(6.4);

    private static double SlaneyHertz(double mel) => mel < 15 ? mel * LinearStep : LogStart * Math.Exp((mel - 15) * Math.Log(6.4) / 27);

    private static double KaldiMel(double hertz) => 1127 * Math.Log(1 + hertz / 700);
}
