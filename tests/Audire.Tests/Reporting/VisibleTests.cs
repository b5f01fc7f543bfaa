using Audire.Reporting.Text;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>Text that acts without being seen is made visible.</summary>
public sealed class VisibleTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\tand a tab", "two\nlines\tand a tab")]
    [InlineData("سلام\u200Cدنیا", "سلام\u200Cدنیا")]
    [InlineData("😀", "😀")]
    [InlineData("a\u202Eb", "a⟨U+202E⟩b")]
    [InlineData("\u2067x\u2069", "⟨U+2067⟩x⟨U+2069⟩")]
    [InlineData("\u0007\u0085", "⟨U+0007⟩⟨U+0085⟩")]
    public void Of_shows_what_acts_and_keeps_what_writes(string text, string shown) => Assert.Equal(shown, Visible.Of(text));

    [Fact]
    public void Half_a_surrogate_pair_is_shown_as_its_code()
    {
        Assert.Equal("⟨U+D83D⟩x", Visible.Of("\uD83Dx"));
        Assert.Equal("⟨U+DE00⟩", Visible.Of("\uDE00"));
    }
}
