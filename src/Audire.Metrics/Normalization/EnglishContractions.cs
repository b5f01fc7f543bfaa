using System.Text;

namespace Audire.Metrics.Normalization;

/// <summary>Spells contractions and titles out, in the order Whisper's English normaliser does.</summary>
internal static class EnglishContractions
{
    private static readonly string[] Fillers = ["hmm", "mm", "mhm", "mmm", "uh", "um"];

    // Whole words first, then endings: the order matters, since "can't" must be read before "n't" is.
    private static readonly Rule[] Rules =
    [
        Word("won't", "will not"), Word("can't", "can not"), Word("let's", "let us"), Word("ain't", "aint"), Word("y'all", "you all"),
        Word("wanna", "want to"), Word("gotta", "got to"), Word("gonna", "going to"), Word("i'ma", "i am going to"), Word("imma", "i am going to"),
        Word("woulda", "would have"), Word("coulda", "could have"), Word("shoulda", "should have"), Word("ma'am", "madam"),
        Word("mr", "mister "), Word("mrs", "missus "), Word("st", "saint "), Word("dr", "doctor "), Word("prof", "professor "),
        Word("capt", "captain "), Word("gov", "governor "), Word("ald", "alderman "), Word("gen", "general "), Word("sen", "senator "),
        Word("rep", "representative "), Word("pres", "president "), Word("rev", "reverend "), Word("hon", "honorable "),
        Word("asst", "assistant "), Word("assoc", "associate "), Word("lt", "lieutenant "), Word("col", "colonel "), Word("jr", "junior "),
        Word("sr", "senior "), Word("esq", "esquire "),
        Ending("'d been", " had been"), Ending("'s been", " has been"), Ending("'d gone", " had gone"), Ending("'s gone", " has gone"),
        Ending("'d done", " had done"), Ending("'s got", " has got"),
        Ending("n't", " not"), Ending("'re", " are"), Ending("'s", " is"), Ending("'d", " would"), Ending("'ll", " will"), Ending("'t", " not"),
        Ending("'ve", " have"), Ending("'m", " am"),
    ];

    /// <summary>Deletes hesitations: hmm, uh, um and kin.</summary>
    public static string RemoveFillers(string text)
    {
        foreach (string filler in Fillers) text = Replace(text, Word(filler, ""));
        return text;
    }

    /// <summary>Spells out what is contracted or abbreviated.</summary>
    public static string Expand(string text)
    {
        foreach (var rule in Rules) text = Replace(text, rule);
        return text;
    }

    private static string Replace(string text, Rule rule)
    {
        int found = Find(text, rule, 0);
        if (found < 0) return text;
        var result = new StringBuilder(text.Length + 16);
        int copied = 0;
        for (; found >= 0; found = Find(text, rule, copied))
        {
            result.Append(text, copied, found - copied).Append(rule.Replacement);
            copied = found + rule.Text.Length;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static int Find(string text, Rule rule, int start)
    {
        for (int at = start; (at = text.IndexOf(rule.Text, at, StringComparison.Ordinal)) >= 0; at++)
            if (PythonText.IsWordBoundary(text, at + rule.Text.Length) && (!rule.WholeWord || PythonText.IsWordBoundary(text, at))) return at;
        return -1;
    }

    private static Rule Word(string text, string replacement) => new(text, replacement, WholeWord: true);

    private static Rule Ending(string text, string replacement) => new(text, replacement, WholeWord: false);

    private readonly record struct Rule(string Text, string Replacement, bool WholeWord);
}
