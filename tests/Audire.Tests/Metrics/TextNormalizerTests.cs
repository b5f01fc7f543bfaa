using Audire.Metrics.Normalization;
using Xunit;

namespace Audire.Tests.Metrics;

public class TextNormalizerTests
{
    [Fact]
    public void Whisper_normalisers_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("normalizer.json", "whisper");
        var normalizers = new Dictionary<string, ITextNormalizer>
        {
            ["basic"] = new BasicTextNormalizer(),
            ["basic_remove_diacritics"] = new BasicTextNormalizer(removeDiacritics: true),
            ["basic_split_letters"] = new BasicTextNormalizer(splitLetters: true),
            ["english"] = new EnglishTextNormalizer(),
        };
        foreach (var vector in fixture.Cases("vectors"))
            foreach (var (name, normalizer) in normalizers)
                if (vector.Maybe(name) is { } expected)
                    fixture.Equal(expected.GetString(), normalizer.Normalize(vector.Text("input")), $"{name} of '{vector.Text("input")}'");
        fixture.Verify();
    }

    [Fact]
    public void Helm_normaliser_equals_the_recorded_one()
    {
        using var fixture = MetricFixture.Open("text_match.json");
        foreach (var c in fixture.Cases("cases"))
            foreach (string side in (string[])["gold", "pred"])
            {
                string text = c.Text(side);
                fixture.Equal(c.Text("norm_" + side), TextNormalizers.Helm.Normalize(text), text);
                if (c.Maybe($"norm_{side}_keep_articles") is { } kept)
                    fixture.Equal(kept.GetString(), TextNormalizers.HelmWithArticles.Normalize(text), text);
            }
        fixture.Verify();
    }

    [Theory]
    [InlineData("ΟΔΟΣ", "οδος")]
    [InlineData("ΣΑΣ Σ", "σας σ")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ'Α", "ασ'α")]
    [InlineData("İI", "i\u0307i")]
    [InlineData("ẞ", "ß")]
    public void Lower_casing_is_full_and_knows_the_final_sigma(string text, string lower) => Assert.Equal(lower, PythonText.Lower(text));

    [Fact]
    public void Broken_or_hostile_text_is_normalised_without_error_and_in_linear_time()
    {
        string[] texts = ["\uD800x\uDC00", new string('<', 200_000), new string('(', 200_000), new string(' ', 200_000) + "x", string.Concat(Enumerable.Repeat("1 ", 50_000))];
        foreach (string text in texts)
            foreach (var normalizer in TextNormalizers.All)
                Assert.NotNull(normalizer.Normalize(text));
    }

    [Fact]
    public void A_normaliser_is_found_by_its_name_and_an_unknown_name_lists_them()
    {
        foreach (var normalizer in TextNormalizers.All) Assert.Same(normalizer, TextNormalizers.ByName(normalizer.Name));
        Assert.Contains("whisper-english", Assert.Throws<ArgumentException>(() => TextNormalizers.ByName("nope")).Message, StringComparison.Ordinal);
    }
}
