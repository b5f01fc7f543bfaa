using Audire.Metrics.Randomness;

namespace Audire.Cli.Corpora.Sources;

/// <summary>English sentences of a small vocabulary (about a hundred words), our own: what a small model can learn to write down.</summary>
internal static class SentenceGrammar
{
    private static readonly string[] Verbs = ["open", "close", "find", "clean", "take", "bring", "turn on", "turn off"];
    private static readonly string[] Colours = ["red", "blue", "green", "white", "black", "old", "new", "small", "big"];
    private static readonly string[] Things = ["lamp", "door", "window", "radio", "box", "cup", "book", "chair", "car", "boat"];
    private static readonly string[] Rooms = ["kitchen", "garden", "office", "bathroom", "school", "station"];
    private static readonly string[] Numbers = ["two", "three", "four", "five", "six", "seven", "eight", "nine"];
    private static readonly string[] Beings = ["dogs", "cats", "birds", "horses", "children", "people"];
    private static readonly string[] Doing = ["sleep", "wait", "run", "play", "sing", "sit"];
    private static readonly string[] Where = ["in", "near", "behind"];
    private static readonly string[] Owners = ["my", "your", "our"];
    private static readonly string[] Relations = ["sister", "brother", "mother", "father", "friend", "teacher"];
    private static readonly string[] Deeds = ["bought", "sold", "lost", "found", "wanted", "painted"];
    private static readonly string[] Days = ["monday", "tuesday", "friday", "sunday"];
    private static readonly string[] Times = ["in the morning", "in the evening", "at night", "today", "tomorrow"];
    private static readonly string[] Weather = ["rain", "snow", "wind", "sun"];

    /// <summary>A sentence, lower case, without punctuation, two to nine words.</summary>
    public static string Next(PythonRandom random) => random.Next(6) switch
    {
        0 => $"{random.Pick(Verbs)} the {random.Pick(Colours)} {random.Pick(Things)}",
        1 => $"{random.Pick(Verbs)} the {random.Pick(Things)} {random.Pick(Where)} the {random.Pick(Rooms)}",
        2 => $"{random.Pick(Numbers)} {random.Pick(Beings)} {random.Pick(Doing)} {random.Pick(Where)} the {random.Pick(Rooms)}",
        3 => $"{random.Pick(Owners)} {random.Pick(Relations)} {random.Pick(Deeds)} {random.Pick(Numbers)} {random.Pick(Colours)} {Plural(random.Pick(Things))}",
        4 => $"{random.Pick(Owners)} {random.Pick(Relations)} {random.Pick(Deeds)} a {random.Pick(Things)} on {random.Pick(Days)}",
        _ => $"we expect {random.Pick(Weather)} {random.Pick(Where)} the {random.Pick(Rooms)} {random.Pick(Times)}",
    };

    private static string Plural(string thing) => thing == "box" ? "boxes" : thing + "s";
}
