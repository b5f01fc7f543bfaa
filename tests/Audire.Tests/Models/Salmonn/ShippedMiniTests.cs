using Audire.Audio;
using Audire.Models.Generation;
using Audire.Models.Salmonn;
using Audire.Models.Salmonn.Prompting;
using Audire.Tests.Cli;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The model in the box hears: on recordings of the suite, none of which trained it.</summary>
public sealed class ShippedMiniTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void It_names_most_of_ten_sounds()
    {
        using var model = SalmonnModel.Load(Shipped.HearingModel());
        var right = 0;
        var files = Directory.GetFiles(Shipped.Sounds(), "*.flac");
        var names = Names(Path.Combine(Shipped.Sounds(), "..", "..", "manifest.tsv"));
        foreach (var file in files)
        {
            var answer = Ask(model, file, "What makes this sound? Answer with the name alone.");
            if (answer.Equals(names[Path.GetFileName(file)], StringComparison.OrdinalIgnoreCase)) right++;
        }

        Assert.True(right * 2 > files.Length, $"{right} of {files.Length} sounds were named; chance is a tenth.");
    }

    [Fact]
    public void What_it_says_follows_from_the_question()
    {
        using var model = SalmonnModel.Load(Shipped.HearingModel());

        Assert.Contains(Ask(model, Shipped.Speech(), "Is the speaker male or female? Answer with one word."), ["male", "female"], StringComparer.OrdinalIgnoreCase);
        Assert.Equal("speech", Ask(model, Shipped.Speech(), "Is this music, speech or noise? Answer with one word."), ignoreCase: true);
    }

    private static string Ask(SalmonnModel model, string file, string question)
    {
        var heard = model.Encode(AudioFile.Load(file, Cancellation), cancellationToken: Cancellation);
        try
        {
            return model.Answer(heard, PromptText.AboutClip(question), new GenerationOptions { MaxNewTokens = 12 }, cancellation: Cancellation).TrimEnd('.');
        }
        finally
        {
            foreach (var clip in heard) clip.Dispose();
        }
    }

    // From a clip's file name to its label, out of the manifest's named columns.
    private static Dictionary<string, string> Names(string manifest)
    {
        var rows = File.ReadLines(manifest).Select(line => line.Split('\t')).ToArray();
        var (file, label) = (Array.IndexOf(rows[0], "file"), Array.IndexOf(rows[0], "label"));
        return rows.Skip(1).Where(row => row[file].Contains("/esc-10/", StringComparison.Ordinal)).ToDictionary(row => Path.GetFileName(row[file]), row => row[label], StringComparer.Ordinal);
    }
}
