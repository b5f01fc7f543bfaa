namespace Audire.Cli.Corpora.Tasks;

/// <summary>The questions of each task as users would put them; the first is the one an audit asks.</summary>
internal static class Wordings
{
    private static readonly Dictionary<string, string[]> Questions = new(StringComparer.Ordinal)
    {
        ["digit"] =
        [
            "Which digit is spoken? Answer with one word.", "Which digit is spoken?", "What number is said in this recording?", "Which number do you hear?", "What digit does the speaker say?",
            "Tell me the number that is spoken.", "Listen and name the digit.", "What is the spoken number?", "Which digit from zero to nine is this?",
        ],
        ["sound"] =
        [
            "What makes this sound? Answer with the name alone.", "What do you hear?", "What makes this sound?", "Which sound is this?", "Name the sound in the recording.", "What is the source of this sound?",
            "Identify the sound.", "What sound is in the clip?", "What can be heard here?", "What makes the sound in the recording? Choose one of: {labels}. Answer with the name alone.",
        ],
        ["animal"] = ["Which animal is heard?", "Which animal makes this sound?", "Name the animal.", "What animal do you hear in the recording?", "Which animal is this?"],
        ["sex"] =
        [
            "Is the speaker male or female? Answer with one word.", "Is the speaker male or female?", "Is this a male or a female voice?", "What is the sex of the speaker?", "What is the speaker's gender?",
            "Does the voice belong to a male or a female speaker?", "Say whether the speaker is male or female.", "Male or female voice?",
        ],
        ["language"] =
        [
            "Which language is spoken? Answer with the name of the language alone.", "Which language is spoken?", "What language is this?", "In which language does the speaker talk?", "Name the language.",
            "What language do you hear?", "Identify the spoken language.", "Which language is used in the recording?",
            "Which language is spoken in the recording? Choose one of: {labels}. Answer with the name of the language alone.",
        ],
        ["emotion"] =
        [
            "How does the speaker sound: {labels}? Answer with one word.", "How does the speaker sound?", "Which emotion is in the voice?", "What is the speaker's mood?", "What emotion does the speaker express?",
            "How does the speaker feel?", "Describe the emotion of the voice in one word.", "Is the speaker {labels}?",
        ],
        ["kind"] =
        [
            "Is this music, speech or noise? Answer with one word.", "Is this music, speech or noise?", "Do you hear speech, music or noise?", "What kind of audio is this: speech, music or noise?",
            "Speech, music or noise?", "Classify the recording as noise, speech or music.", "Does the recording have speech, music or just noise?",
        ],
        ["repetitions"] =
        [
            "How many times is the sound or word heard? Answer with one word.", "How many times do you hear it?", "How often is it repeated in the recording?", "Count how often it is heard.",
            "How many times does the sound occur?", "How many times is it said or played?", "Count the repetitions.",
        ],
        ["speakers"] =
        [
            "How many people speak, one or two? Answer with one word.", "How many people speak?", "How many speakers are there?", "How many different voices do you hear?", "Is there one speaker or are there two?",
            "Count the speakers.", "Does one person speak, or do two?",
        ],
        ["sentence"] =
        [
            "Write down exactly what is said in the recording. Answer with the transcript and nothing else.", "Write down what is said.", "Transcribe the speech.", "What does the speaker say?",
            "What is said in the recording?", "Give me the transcript.", "Please transcribe this recording.", "Recognize the speech and give me the transcription.",
        ],
        ["caption"] =
        [
            "Describe the sound in a few words.", "Describe the recording.", "What is going on in this recording?", "Give a short caption for this audio.", "What do you hear? Describe it.", "Summarise the sound.",
            "Please describe the audio.",
        ],
    };

    /// <summary>The wordings of a task, closed sets filled in.</summary>
    public static IReadOnlyList<string> Of(string task, IReadOnlyList<string> labels) =>
        [.. Questions[task == "transcript" ? "sentence" : task].Select(question => question.Replace("{labels}", Listed(task, labels), StringComparison.Ordinal))];

    /// <summary>A wording drawn for one clip.</summary>
    public static string Draw(string task, IReadOnlyList<string> labels, string clip) => Chance.Of("wording", task, clip).Pick(Of(task, labels));

    private static string Listed(string task, IReadOnlyList<string> labels) =>
        task == "emotion" && labels.Count > 1 ? $"{string.Join(", ", labels.SkipLast(1))} or {labels[^1]}" : string.Join(", ", labels);
}
