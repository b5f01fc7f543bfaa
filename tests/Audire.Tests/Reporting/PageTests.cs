using System.Net;
using Audire.Reporting;
using Audire.Reporting.Model;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>What every page must hold, and what it shows.</summary>
public sealed class PageTests
{
    [Fact]
    public async Task Every_link_and_source_exists_and_none_is_remote()
    {
        var model = ReportSamples.Model() with { PageSize = 2 };
        var pages = await Rendered.Pages(model);
        var files = pages.Keys.Concat(Assets.Names.Select(name => $"assets/{name}")).Append(Links.ItemIndex)
            .Concat(model.Clips.Keys.SelectMany(hash => new[] { $"media/{hash}.wav", $"media/{hash}.svg", $"media/{hash}.png" })).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("items-reading-2.html", files);

        foreach (var (name, page) in pages)
        {
            foreach (var link in Html.Values(page, "href").Concat(Html.Values(page, "src")))
            {
                var (file, anchor) = link.Split('#') is [var f, var a] ? (f, a) : (link, "");
                Assert.True(file.Length == 0 || files.Contains(file), $"{name} points to {link}, which is not in the report.");
                if (anchor.Length > 0) Assert.Contains(anchor, Html.Values(file.Length == 0 ? page : pages[file], "id"));
            }
        }
    }

    [Fact]
    public async Task Pages_allow_no_inline_code_and_nothing_remote()
    {
        foreach (var (name, page) in await Rendered.Pages(ReportSamples.Model()))
        {
            var policy = Assert.Single(Html.Tags(page, "meta"), tag => tag.GetValueOrDefault("http-equiv") == "Content-Security-Policy")["content"];
            Assert.StartsWith("default-src &#x27;none&#x27;;", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
            Assert.All(Html.Tags(page, "script"), script => Assert.StartsWith("assets/", script["src"], StringComparison.Ordinal));
            Assert.All(Html.Tags(page), tag => Assert.DoesNotContain(tag.Keys, key => key == "style" || key.StartsWith("on", StringComparison.Ordinal)));
            Assert.True(page.IndexOf("Content-Security-Policy", StringComparison.Ordinal) < page.IndexOf("<script", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public async Task An_answer_cannot_become_markup()
    {
        const string attack = "\"><script>alert(1)</script><img src=x onerror=alert(2)> ' &lt; </article>";
        var item = ReportSamples.Item(attack, reference: attack, instance: attack, prompt: attack) with
        {
            Groups = new Dictionary<string, string> { ["speaker"] = attack },
        };
        var page = (await Rendered.Pages(ReportSamples.Model(1, [item])))["items-reading.html"];

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("</article>").Length - 1); // its own card and the sample's
    }

    [Fact]
    public void The_index_of_all_items_holds_data_alone_whatever_was_answered()
    {
        const string attack = "</script><script>alert(1)</script>\u2028\"]}; alert(2); //";
        var item = ReportSamples.Item("x", reference: attack, instance: attack) with { Groups = new Dictionary<string, string> { ["speaker"] = attack, ["heard"] = "what is said" } };
        var script = ItemIndex.Script(ReportSamples.Model(3, [item]) with { PageSize = 2 });
        Assert.DoesNotContain("<", script, StringComparison.Ordinal);
        const string start = "'use strict';\nglobalThis.audireItems = ", end = ";\n";
        Assert.StartsWith(start, script, StringComparison.Ordinal);
        using var data = System.Text.Json.JsonDocument.Parse(script[start.Length..^end.Length]);
        var reading = data.RootElement.GetProperty("scenarios")[0];
        Assert.Equal(("reading", 2, 4), (reading.GetProperty("slug").GetString(), reading.GetProperty("pageSize").GetInt32(), reading.GetProperty("items").GetArrayLength()));
        var own = reading.GetProperty("items").EnumerateArray().Single(entry => entry[1].GetString() == attack);
        Assert.Equal(["speaker"], own[3].EnumerateObject().Select(group => group.Name));
        // One letter a system: only the recogniser was asked.
        Assert.Equal(data.RootElement.GetProperty("systems").GetArrayLength(), own[4].GetString()!.Length);
        Assert.Equal("w", own[4].GetString()!.Trim('-'));
    }

    [Fact]
    public async Task Letters_of_all_scripts_stay_themselves_and_hidden_controls_are_shown()
    {
        var item = ReportSamples.Item("صباح الخير \u202Egnorw\u202C добрый день 早上好 \0", reference: "صباح الخير");
        var page = (await Rendered.Pages(ReportSamples.Model(1, [item])))["items-reading.html"];

        Assert.Contains("صباح", page, StringComparison.Ordinal);
        Assert.Contains("добрый", page, StringComparison.Ordinal);
        Assert.Contains("⟨U+202E⟩gnorw⟨U+202C⟩", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("⟨U+0000⟩", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
        Assert.Contains("class=\"diff\" dir=\"auto\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_can_be_read_by_ear()
    {
        foreach (var (name, page) in await Rendered.Pages(ReportSamples.Model()))
        {
            Assert.Equal("en", Assert.Single(Html.Tags(page, "html"))["lang"]);
            Assert.Single(Html.Tags(page, "h1"));
            Assert.Single(Html.Tags(page, "main"));
            Assert.All(Html.Tags(page, "img"), img => Assert.NotEmpty(img["alt"]));
            Assert.All(Html.Tags(page, "audio"), audio => Assert.NotEmpty(audio["aria-label"]));
            Assert.All(Html.Tags(page, "th"), th => Assert.Contains("scope", th.Keys));
            Assert.All(Html.Tags(page, "svg"), svg => Assert.Equal("true", svg["aria-hidden"]));
            Assert.Equal(Html.Tags(page, "table").Count(), Html.Tags(page, "caption").Count());
            var ids = Html.Values(page, "id").ToArray();
            Assert.True(ids.Length == ids.Distinct(StringComparer.Ordinal).Count(), $"{name} has an id twice.");
            Assert.All(Html.Values(page, "aria-labelledby"), id => Assert.Contains(id, ids));
        }
    }

    [Fact]
    public async Task The_same_run_gives_the_same_bytes() =>
        Assert.Equal(await Rendered.Pages(ReportSamples.Model()), await Rendered.Pages(ReportSamples.Model()));

    [Fact]
    public async Task The_index_shows_board_ties_baselines_and_failures()
    {
        var page = (await Rendered.Pages(ReportSamples.Model()))["index.html"];

        Assert.Contains("whisper-base and cascade:whisper-base&#x2B;smollm2-135m share the first rank.", page, StringComparison.Ordinal);
        Assert.Contains("1=", page, StringComparison.Ordinal);
        Assert.Contains("[0.708, 0.875]", page, StringComparison.Ordinal);
        Assert.Contains("Some requests failed.", page, StringComparison.Ordinal);
        Assert.Contains("lower is better", page, StringComparison.Ordinal);
        Assert.Contains("0123456789abcdef", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_shows_slices_curve_confusions_and_differences()
    {
        var pages = await Rendered.Pages(ReportSamples.Model());

        Assert.Contains("class=\"curve\"", pages["scenario-noise.html"], StringComparison.Ordinal);
        Assert.Contains("By signal-to-noise ratio", pages["scenario-noise.html"], StringComparison.Ordinal);
        Assert.Contains("What was taken for what", pages["scenario-sounds.html"], StringComparison.Ordinal);
        Assert.Contains("female minus male", pages["scenario-voices.html"], StringComparison.Ordinal);
        Assert.Contains("synthesised", pages["scenario-voices.html"], StringComparison.Ordinal);
        Assert.DoesNotContain("synthesised", pages["scenario-reading.html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_a_board_clips_or_items_still_renders()
    {
        var stats = ReportSamples.Stats(0) with { Board = [], Cells = [], Differences = [], Usage = [], Complete = false };
        var pages = await Rendered.Pages(ReportModelFactory.Create(ReportSamples.Spec(), stats, [], new Dictionary<string, Audire.Reporting.Pictures.ClipPicture>()));

        Assert.Contains("This run is not complete.", pages["index.html"], StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", string.Concat(pages.Values), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clip_that_was_not_kept_is_said_to_be_missing()
    {
        var model = ReportSamples.Model(1) with { Clips = new Dictionary<string, Audire.Reporting.Pictures.ClipPicture>() };
        var page = (await Rendered.Pages(model))["items-reading.html"];
        Assert.Contains("copy of this clip is missing or damaged.", page, StringComparison.Ordinal);
        Assert.Empty(Html.Tags(page, "audio"));
    }
}
