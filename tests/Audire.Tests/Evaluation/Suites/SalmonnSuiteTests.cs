using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Evaluation.Suites;

/// <summary>The suite of SALMONN's tasks: over what ships, and over data of a user's own with a system that answers by a script.</summary>
public sealed class SalmonnSuiteTests
{
    // One entry a task, twice, so that metrics over a set are defined; the scripted system below knows the answers.
    private static readonly (string Task, string Question, string Text, string Said)[] Entries =
    [
        ("asr", "", "hello my friend", "Hello, my friend!"),
        ("translation_ec", "", "你好我的朋友", "你好我的朋友"),
        ("translation_en2de", "", "hallo mein guter alter freund", "hallo mein guter alter freund"),
        ("translation_en2ja", "", "こんにちは友よ", "こんにちは友よ"),
        ("audiocaption", "", "a dog barks at the postman", "A dog barks at the postman."),
        ("phone_recognition", "", "HH AH0 L OW1", "hh ah0 l ow1"),
        ("emotion_recognition", "", "exc", "Excited."),
        ("music_description", "", "a slow piece for piano and strings", "a slow piece for piano and strings"),
        ("speech_separation", "", "the cat sat. a dog ran.", "A dog ran. The cat sat."),
        ("speaker_verification", "", "Yes", "yes"),
        ("gender_recognition", "", "Male", "male"),
        ("QA", "Who speaks?", "a farmer", "It is a farmer."),
        ("keywords", "", "neural networks; speech; noise", "speech, noise, neural network"),
        ("speech_query", "", "Paris", "The answer is Paris."),
        ("slot_filling", "city", "Oslo", "Oslo"),
        ("audio_story_telling", "", "a storm", string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i}"))),
        ("speech_audio_coreasoning", "", "a street", "They are in a street."),
    ];

    [Fact]
    public async Task Over_the_shipped_recordings_every_scenario_has_a_number_or_is_listed_as_not_run()
    {
        using var folder = new TemporaryFolder();
        var suite = Shipped();
        var outcome = await Run(suite, folder, Baseline.All, quick: true);
        Assert.True(outcome.Passed, string.Join('\n', outcome.Problems));
        var ran = outcome.Stats.Cells.Where(cell => cell.Main).Select(cell => cell.Scenario).Distinct().ToArray();
        var notRun = outcome.Stats.NotRun.Select(scenario => scenario.Name).ToArray();
        Assert.Equal(suite.Scenarios.Select(s => s.Name).Order(), ran.Concat(notRun).Order());
        Assert.Empty(((string[])["asr", "audio_captioning", "gender_recognition", "overlapped_speech", "slot_filling", "speaker_verification", "storytelling"]).Except(ran));
        Assert.All(outcome.Stats.NotRun, scenario => Assert.StartsWith("no clips for task ", scenario.Reason, StringComparison.Ordinal));
        Assert.All(outcome.Stats.Cells.Where(cell => cell.Main), cell =>
        {
            Assert.True(cell is { Value: not null, N: > 1, Failed: 0, Missing: 0 }, $"{cell.System} {cell.Scenario}");
            Assert.NotEmpty(cell.Interval);
        });
    }

    [Fact]
    public void Every_row_of_the_shipped_tasks_is_a_recording_of_the_manifest_with_its_transcript_and_licence()
    {
        var recordings = ShippedData.Suite().Manifest.Rows.ToDictionary(row => row.File, StringComparer.Ordinal);
        var suite = Shipped();
        Assert.All(suite.Manifest.Rows, row =>
        {
            var recording = recordings[row.File];
            ManifestRow[] heard = [recording, .. (row["expand_wav"] + "|" + row["overlay"]).Split('|', StringSplitOptions.RemoveEmptyEntries).Select(file => recordings[file])];
            Assert.Equal(string.Join("; ", heard.Select(r => r.Licence).Distinct()), row.Licence);
            Assert.Equal(string.Join("; ", heard.Select(r => r.Attribution).Distinct()), row.Attribution);
            Assert.Single(heard.Select(r => r["set"]).Distinct());
            if (row["task"] == "asr") Assert.Equal(recording["transcript"], row["text"]);
            if (row["transcript"].Length > 0) Assert.Equal(recording["transcript"], row["transcript"]);
            if (row["task"] == "speaker_verification") Assert.Equal(row["text"] == "Yes", recording["speaker"] == recordings[row["expand_wav"]]["speaker"]);
            if (row["task"] == "gender_recognition") Assert.Equal(recording["gender"], row["text"].ToLowerInvariant());
        });
        // Columns may be absent from a user's manifest; those of the shipped one are all there, so that a misspelt one is found.
        Assert.All(suite.Scenarios, scenario => Assert.All([scenario.Reference, .. scenario.Select.Keys, .. scenario.Media.SelectMany(m => new[] { m.Audio, m.Join, m.Overlay }), scenario.Scoring.Cluster, scenario.Heard],
            column => Assert.True(string.IsNullOrEmpty(column) || column == "split" || suite.Manifest.Columns.Contains(column), $"{scenario.Name}: {column}")));
    }

    [Fact]
    public async Task A_system_that_answers_well_gets_the_best_of_every_metric_over_data_of_a_users_own()
    {
        using var folder = new TemporaryFolder();
        var suite = Suite.Read(ShippedData.Find("salmonn")!, WriteData(folder.Path));
        var well = new ScriptedSystem("well", (prompt, sound) => Answer(prompt));
        var outcome = await Run(suite, folder, [well]);
        Assert.True(outcome.Passed, string.Join('\n', outcome.Problems));
        Assert.Empty(outcome.Stats.NotRun);
        double Value(string scenario, string metric) => outcome.Stats.Cells.Single(cell => cell.Scenario == scenario && cell.Metric == metric).Value!.Value;
        Assert.All(outcome.Stats.Cells.Where(cell => cell.Main), cell => Assert.Equal(2, cell.N));
        foreach (var (scenario, metric) in ((string, string)[])[("asr", "wer"), ("phone_recognition", "per"), ("overlapped_speech", "wer-permutation"), ("storytelling", "repeat-rate")])
            Assert.Equal(0, Value(scenario, metric));
        foreach (var (scenario, metric) in ((string, string)[])[("emotion_recognition", "accuracy"), ("speaker_verification", "accuracy"), ("gender_recognition", "accuracy"), ("keywords", "keyword-accuracy"),
            ("question_answering", "accuracy-mention"), ("spoken_question_answering", "accuracy-mention"), ("spoken_question_answering", "following-answer"), ("slot_filling", "accuracy-mention"), ("slot_filling", "following-answer"),
            ("storytelling", "following-story"), ("speech_audio_coreasoning", "following-answer"), ("music_captioning", "rouge-l")]) Assert.Equal(1, Value(scenario, metric));
        foreach (var (scenario, metric) in ((string, string)[])[("translation_en_zh", "bleu-4-char"), ("translation_en_ja", "bleu-4-char"), ("translation_en_de", "bleu-4"), ("music_captioning", "bleu-4")])
            Assert.Equal(100, Value(scenario, metric), 6);
        Assert.Equal(60, Value("storytelling", "diversity"));
        Assert.True(Value("audio_captioning", "meteor") > 0.99);
    }

    [Fact]
    public async Task A_system_that_only_transcribes_follows_no_instruction()
    {
        using var folder = new TemporaryFolder();
        var suite = Suite.Read(ShippedData.Find("salmonn")!, WriteData(folder.Path));
        var outcome = await Run(suite, folder, [new ScriptedSystem("parrot", (_, _) => "What is said in the clip?")]);
        var following = outcome.Stats.Cells.Where(cell => cell.Metric.StartsWith("following-", StringComparison.Ordinal)).ToArray();
        Assert.Equal(5, following.Length);
        Assert.All(following, cell => Assert.Equal(0, cell.Value));
    }

    [Fact]
    public async Task Lines_of_other_splits_are_not_asked_and_a_manifest_without_tasks_is_told()
    {
        using var folder = new TemporaryFolder();
        SmallSuite.WriteTone(Path.Combine(Directory.CreateDirectory(folder.Path).FullName, "a.wav"), 300);
        var data = Path.Combine(folder.Path, "data.jsonl");
        File.WriteAllText(data, "{\"path\":\"a.wav\",\"text\":\"x\",\"split\":\"train\"}\n");
        var suite = Suite.Read(ShippedData.Find("salmonn")!, data);
        var error = await Assert.ThrowsAsync<RunException>(() => Run(suite, folder, Baseline.All));
        Assert.Contains("no clips for any scenario", error.Message, StringComparison.Ordinal);
    }

    private static Suite Shipped() => Suite.Read(ShippedData.Find("salmonn")!);

    private static Task<RunOutcome> Run(Suite suite, TemporaryFolder folder, IReadOnlyList<ISystem> systems, bool quick = false) => new AuditRunner().RunAsync(
        suite, systems, new RunOptions { Directory = Path.Combine(folder.Path, "run"), Quick = quick }, cancellationToken: TestContext.Current.CancellationToken);

    private static string WriteData(string folder)
    {
        Directory.CreateDirectory(folder);
        var lines = new List<string>();
        for (int copy = 0; copy < 2; copy++)
        {
            foreach (var (i, entry) in Entries.Index())
            {
                var name = $"{entry.Task}{copy}.wav";
                SmallSuite.WriteTone(Path.Combine(folder, name), 200 + (20 * i) + copy);
                var extra = entry.Task == "speaker_verification" ? ",\"expand_wav\":[\"asr0.wav\"]" : "";
                lines.Add($"{{\"path\":\"{name}\",\"task\":\"{entry.Task}\",\"Q\":\"{entry.Question}\",\"text\":\"{entry.Text}\",\"transcript\":\"what is said in the clip\",\"split\":\"test\"{extra}}}");
            }
        }

        File.WriteAllLines(Path.Combine(folder, "manifest.jsonl"), lines);
        return folder;
    }

    // The prompts are told apart by a word that only one of them has.
    private static string Answer(string prompt)
    {
        (string Word, string Task)[] words =
        [
            ("Recognize", "asr"), ("Chinese", "translation_ec"), ("German", "translation_en2de"), ("Japanese", "translation_en2ja"), ("describe the audio", "audiocaption"),
            ("phonetic", "phone_recognition"), ("emotion", "emotion_recognition"), ("music", "music_description"), ("same time", "speech_separation"), ("same person", "speaker_verification"),
            ("female or male", "gender_recognition"), ("Who speaks", "QA"), ("keywords", "keywords"), ("Please answer", "speech_query"), ("what is the city", "slot_filling"), ("story", "audio_story_telling"),
            ("background", "speech_audio_coreasoning"),
        ];
        var task = Assert.Single(words, word => prompt.Contains(word.Word, StringComparison.Ordinal)).Task;
        return Entries.Single(entry => entry.Task == task).Said;
    }
}
