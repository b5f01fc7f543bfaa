using System.Globalization;

namespace Audire.Evaluation.Scenarios;

/// <summary>From an instance to a request: AHELM's two ways (HELM's <c>generation_multimodal</c> and <c>multiple_choice_joint_multimodal</c>).</summary>
internal static class Adapters
{
    private static readonly Dictionary<string, string> NoLetters = [];

    /// <summary>The request of a scenario for an instance.</summary>
    public static AdaptedRequest Adapt(ScenarioDefinition scenario, Instance instance)
    {
        var prompt = scenario.Prompt.Replace("{answers}", string.Join(", ", scenario.Answers), StringComparison.Ordinal);
        return scenario.Task == ScenarioTask.MultipleChoice
            ? MultipleChoice(prompt, instance.Media, instance.Choices, scenario.MaxTokens)
            : new AdaptedRequest(Generation(prompt, instance.Media), NoLetters, scenario.MaxTokens) { Answers = instance.Choices };
    }

    /// <summary>The instruction, where there is one, then the media unchanged.</summary>
    public static IReadOnlyList<Part> Generation(string instruction, IReadOnlyList<Part> media) =>
        instruction.Length == 0 ? media : [new TextPart(instruction), .. media];

    /// <summary>
    /// The instruction as a part of its own, then the media with a line feed before, the lettered options and <c>Answer:</c> after. What is
    /// added joins a text at that end of the media; beside a recording it becomes a part of its own.
    /// </summary>
    public static AdaptedRequest MultipleChoice(string instruction, IReadOnlyList<Part> media, IReadOnlyList<string> options, int maxTokens)
    {
        var block = new List<Part>(media);
        Append(block, "\n");
        for (int i = 0; i < options.Count; i++) Append(block, $"{Letter(i)}. {options[i]}\n");
        Append(block, "Answer:");
        // The line feed that parts question from instruction is there only because an instruction is.
        if (instruction.Length > 0)
        {
            Prepend(block, "\n");
            block.Insert(0, new TextPart(instruction));
        }

        var letters = Enumerable.Range(0, options.Count).ToDictionary(Letter, i => options[i], StringComparer.Ordinal);
        return new AdaptedRequest(block, letters, maxTokens) { Answers = [.. letters.Keys.Order(StringComparer.Ordinal)] };
    }

    /// <summary>The letter of an option: A for 0.</summary>
    public static string Letter(int index) => ((char)('A' + index)).ToString(CultureInfo.InvariantCulture);

    private static void Append(List<Part> block, string suffix)
    {
        if (block is [.., TextPart { Text.Length: > 0 } last]) block[^1] = new TextPart(last.Text + suffix);
        else block.Add(new TextPart(suffix));
    }

    private static void Prepend(List<Part> block, string prefix)
    {
        if (block is [TextPart { Text.Length: > 0 } first, ..]) block[0] = new TextPart(prefix + first.Text);
        else block.Insert(0, new TextPart(prefix));
    }
}
