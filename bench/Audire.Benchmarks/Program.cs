// Benchmarks on named, real shapes, each beside a peer or the machine's own limit, taken in turn in one run.
//   dotnet run -c Release --project bench/Audire.Benchmarks -- [whisper|prefill|decode|overhead|process|leaks|frontend|lora|training|salmonn]... --peers DIR --tool FILE --out FILE
// The peers' folder holds llama-bench with F32.gguf, F16.gguf, Q8_0.gguf, Q4_0.gguf and whisper-bench with whisper-base-f16.bin;
// bench/README.md says how they are built.
using System.Globalization;
using Audire.Benchmarks;
using Audire.Benchmarks.Works;

var works = new Dictionary<string, Func<Settings, IEnumerable<Measurement>>>(StringComparer.Ordinal)
{
    ["whisper"] = WhisperWork.Run,
    ["prefill"] = LlamaWork.Prefill,
    ["decode"] = LlamaWork.Decode,
    ["overhead"] = OverheadWork.Run,
    ["salmonn"] = SalmonnWork.Run,
    ["process"] = ProcessWork.Run,
    ["leaks"] = LeakWork.Run,
    ["frontend"] = FrontEndWork.Run,
    ["lora"] = TrainingWork.Lora,
    ["training"] = TrainingWork.Run,
};
var shared = Environment.GetEnvironmentVariable("AUDIRE_SHARED") ?? "../shared";
var settings = new Settings(
    int.Parse(Option("--pairs") ?? "9", CultureInfo.InvariantCulture),
    [.. (Option("--threads") ?? "1,2").Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))],
    Option("--whisper") ?? Path.Combine(shared, "models", "whisper-base"),
    Option("--smollm") ?? Path.Combine(shared, "models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf"),
    Option("--peers"),
    Option("--tool"),
    Option("--speech") ?? Path.Combine(shared, "audio", "jfk.wav"),
    args.Contains("--tiny"))
{
    Layers = Option("--layers") is { } layers ? int.Parse(layers, CultureInfo.InvariantCulture) : null,
};
var chosen = args.TakeWhile(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
var unknown = chosen.Except(works.Keys).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"There is no work named {string.Join(", ", unknown)}; known are {string.Join(", ", works.Keys)}.");
    return 2;
}

var rows = new List<Measurement>();
foreach (var work in works.Where(work => chosen.Count == 0 ? work.Key != "salmonn" : chosen.Contains(work.Key)))
    foreach (var row in work.Value(settings))
    {
        rows.Add(row);
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Work}, {row.Threads} threads: {Measurement.Median(row.Ours):f2} {row.Unit} against {Measurement.Median(row.Peer):f2} ({row.PeerName}): {Measurement.Median(row.Ratios):f2} {row.Note}"));
    }

var table = ResultTable.Write(rows, settings.Pairs, TimeProvider.System.GetUtcNow());
if (Option("--out") is { } file) File.WriteAllText(file, table);
else Console.Write(table);
return 0;

string? Option(string name)
{
    var at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
}
