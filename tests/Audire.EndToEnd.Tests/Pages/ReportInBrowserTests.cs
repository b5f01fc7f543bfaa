using System.Text.Json.Nodes;
using Audire.Audio;
using Audire.Reporting;
using Audire.Reporting.Pictures;
using Audire.Tests.Evaluation;
using Audire.Tests.Reporting;
using Xunit;

namespace Audire.EndToEnd.Tests.Pages;

/// <summary>The report as a reader meets it: opened from the file system in a real browser.</summary>
public sealed class ReportInBrowserTests : IAsyncLifetime
{
    private const int Items = 23;

    private readonly TemporaryFolder _place = new();
    private readonly string[] _pages = ["index.html", "scenario-noise.html", "scenario-sounds.html", "scenario-voices.html", "items-reading.html", "items-voices-2.html", "items.html", "systems.html", "glossary.html"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var folder = new ReportFolder(_place.Combine("report"));
        var clips = new Dictionary<string, ClipPicture>(StringComparer.Ordinal);
        for (var i = 0; i < Items; i++)
        {
            var wav = _place.Combine($"{i}.wav");
            WavWriter.Write(wav, AudioClip.Mono(ReportSamples.Tone(1.5 + 0.1 * i), AudioClip.SpeechRate));
            clips[ReportSamples.Hash(i)] = ReportBuilder.AddClip(folder, ReportSamples.Hash(i), wav, Cancellation)!;
        }

        await ReportPages.AddTo(folder, ReportSamples.Model(Items) with { Clips = clips }, Cancellation);
        folder.Complete();
    }

    public ValueTask DisposeAsync()
    {
        _place.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pages_load_without_a_complaint_and_ask_for_nothing_from_elsewhere()
    {
        await using var browser = await Browser.Start(Cancellation);
        foreach (var name in _pages)
        {
            var page = await browser.NewPage(Cancellation);
            await page.Go(Address(name), Cancellation);
            await Until(page, "document.querySelectorAll('.wave').length === 0 || document.querySelector('.wave > div')?.shadowRoot?.querySelector('canvas') != null");
            Assert.True(page.Complaints.Count == 0, $"{name}: {string.Join("; ", page.Complaints)}");
            Assert.All(page.Requests, request => Assert.Matches("^(file:|about:blank|data:image/svg)", request)); // data: the player's own buttons
        }
    }

    [Fact]
    public async Task Clips_play_from_the_file_system_and_the_line_moves_over_the_spectrogram()
    {
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Go(Address("items-reading.html"), Cancellation);

        await Until(page, "document.querySelector('audio').duration > 0");
        Assert.Equal(1.5, (await page.Evaluate("document.querySelector('audio').duration", Cancellation))!.GetValue<double>(), 0.01);
        await Until(page, "document.querySelector('.wave > div')?.shadowRoot != null");
        await page.Evaluate("document.querySelector('audio').play()", Cancellation);
        await Until(page, "document.querySelector('audio').currentTime > 0.1");
        await Until(page, "parseFloat(document.querySelector('.playhead line').getAttribute('x1')) > 5");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Filters_hide_what_was_not_asked_for_and_live_in_the_address()
    {
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Go(Address("items-reading.html"), Cancellation);
        Assert.Equal(20, await Count(page, "article.item:not([hidden])"));

        await page.Evaluate("(() => { const f = document.querySelector('.filters'); f.elements['g.gender'].value = 'male'; f.elements.wrong.checked = true; f.dispatchEvent(new Event('change')); })()", Cancellation);
        Assert.Equal(10, await Count(page, "article.item:not([hidden])"));
        Assert.Equal(0, await Count(page, "article.item:not([hidden]) .answer.right:not([hidden])"));

        var address = (await page.Evaluate("location.href", Cancellation))!.GetValue<string>();
        Assert.EndsWith("#g.gender=male&wrong=1", address, StringComparison.Ordinal);
        Assert.Equal("#g.gender=male&wrong=1", (await page.Evaluate("document.querySelector('.pager a:not([aria-current])').hash", Cancellation))!.GetValue<string>());
        await page.Go(address, Cancellation);
        Assert.Equal(10, await Count(page, "article.item:not([hidden])"));
    }

    [Fact]
    public async Task Filters_look_through_all_pages_of_a_scenario_and_lead_to_what_they_find()
    {
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Go(Address("items-reading.html"), Cancellation);
        await page.Evaluate("(() => { const f = document.querySelector('.filters'); f.elements['g.speaker'].value = 's1'; f.dispatchEvent(new Event('change', { bubbles: true })); })()", Cancellation);
        Assert.Equal("5 of 20 on this page", await Text(page, ".filters output"));
        Assert.Equal("6 of 23 on all pages", await Text(page, ".elsewhere")); // 1, 5, 9, 13, 17 here and 21 there
        Assert.Equal("1 found on this page", (await page.Evaluate("document.querySelectorAll('.pager a')[1].title", Cancellation))!.GetValue<string>());

        var all = (await page.Evaluate("document.querySelector('.elsewhere').href", Cancellation))!.GetValue<string>();
        await page.Go(all, Cancellation);
        Assert.Equal("6 of 92", await Text(page, ".filters output"));
        Assert.Equal(6, await Count(page, ".found tbody tr"));
        var last = (await page.Evaluate("[...document.querySelectorAll('.found tbody a')].at(-1).href", Cancellation))!.GetValue<string>();
        Assert.Contains("items-reading-2.html#", last, StringComparison.Ordinal);
        await page.Go(last, Cancellation);
        Assert.Equal("reading/021", await Text(page, ".item.sought h2"));
        Assert.Equal(1, await Count(page, "article.item:not([hidden])"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task The_list_of_all_items_is_narrowed_by_scenario_system_verdict_group_and_text()
    {
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Go(Address("items.html"), Cancellation);
        Assert.Equal(4 * Items, await Count(page, ".found tbody tr"));
        await Choose(page, "scenario", "noise");
        Assert.Equal(Items, await Count(page, ".found tbody tr"));
        Assert.True(await Count(page, ".filters select[name='g.snr'] option") > 2);
        await Choose(page, "g.snr", "0");
        Assert.Equal("4 of 92", await Text(page, ".filters output"));
        await page.Evaluate("(() => { const f = document.querySelector('.filters'); f.elements.wrong.checked = true; f.elements.wrong.dispatchEvent(new Event('input', { bubbles: true })); })()", Cancellation);
        await Choose(page, "system", ReportSamples.Recogniser);
        Assert.Equal("0 of 92", await Text(page, ".filters output")); // the recogniser is right everywhere
        var address = (await page.Evaluate("location.href", Cancellation))!.GetValue<string>();
        await page.Go(address, Cancellation);
        Assert.Equal("0 of 92", await Text(page, ".filters output"));
        await page.Go(Address("items.html"), Cancellation);
        await Choose(page, "find", "READING/02");
        Assert.Equal("3 of 92", await Text(page, ".filters output"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_click_on_a_head_sorts_the_table_and_is_kept()
    {
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Go(Address("index.html"), Cancellation);
        const string names = "[...document.querySelectorAll('.board tbody th')].map(cell => cell.textContent.trim())";

        await page.Evaluate("document.querySelectorAll('.board thead th button')[2].click()", Cancellation); // mean win rate, rising
        Assert.Equal(["empty", "majority", ReportSamples.Cascade, ReportSamples.Recogniser], Strings(await page.Evaluate(names, Cancellation)));
        var address = (await page.Evaluate("location.href", Cancellation))!.GetValue<string>();
        await page.Go(address, Cancellation);
        Assert.Equal("empty", Strings(await page.Evaluate(names, Cancellation))[0]);
    }

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    [InlineData(390, true)]
    public async Task Pages_meet_the_accessibility_rules_and_fit_the_window(int width, bool dark)
    {
        var axe = Path.Combine(RepositoryRoot(), "eng", "web", "node_modules", "axe-core", "axe.min.js");
        await using var browser = await Browser.Start(Cancellation);
        var page = await browser.NewPage(Cancellation);
        await page.Look(width, dark, Cancellation);
        foreach (var name in _pages)
        {
            await page.Go(Address(name), Cancellation);
            Assert.Equal(width, (await page.Evaluate("Math.max(document.documentElement.scrollWidth, innerWidth)", Cancellation))!.GetValue<int>());
            if (!File.Exists(axe)) continue;
            await page.Evaluate(await File.ReadAllTextAsync(axe, Cancellation), Cancellation);
            var violations = (JsonArray)(await page.Evaluate("axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))", Cancellation))!;
            Assert.True(violations.Count == 0, $"{name}: {violations.ToJsonString()}");
        }

        Assert.SkipUnless(File.Exists(axe), "axe-core is not installed: run `npm ci` in eng/web.");
    }

    private string Address(string page) => new Uri(_place.Combine("report", page)).AbsoluteUri;

    private static async Task<int> Count(BrowserPage page, string selector) =>
        (await page.Evaluate($"document.querySelectorAll(`{selector}`).length", Cancellation))!.GetValue<int>();

    private static async Task<string> Text(BrowserPage page, string selector) =>
        (await page.Evaluate($"document.querySelector(`{selector}`).textContent.trim()", Cancellation))!.GetValue<string>();

    private static Task<JsonNode?> Choose(BrowserPage page, string name, string value) => page.Evaluate(
        $"(() => {{ const input = document.querySelector('.filters').elements['{name}']; input.value = '{value}'; input.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()", Cancellation);

    private static string[] Strings(JsonNode? array) => [.. array!.AsArray().Select(node => node!.GetValue<string>())];

    private static async Task Until(BrowserPage page, string condition)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if ((await page.Evaluate($"Boolean({condition})", Cancellation))!.GetValue<bool>()) return;
            await Task.Delay(50, Cancellation);
        }

        Assert.Fail($"Ten seconds passed without {condition}. {string.Join("; ", page.Complaints)}");
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Audire.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"Audire.slnx is in no folder above {AppContext.BaseDirectory}.");
    }
}
