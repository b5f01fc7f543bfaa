namespace Audire.Training.Data;

/// <summary>A task: how it is asked, and how its answers are measured.</summary>
public sealed record TaskDefinition
{
    /// <summary>Prompts of training, one drawn a time; <c>{}</c> is the example's question.</summary>
    public IReadOnlyList<string> Prompts { get; init; } = [];

    /// <summary>The prompt of tests; the first of training where there is none.</summary>
    public string? Test { get; init; }

    /// <summary>The closed set of answers; empty where answers are free.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary><c>wer</c>, <c>accuracy</c> or <c>loss</c>; null: accuracy for closed sets, else word error rate.</summary>
    public string? Metric { get; init; }

    /// <summary>Lengths that answers to new prompts must reach to count as following them, in words; 0 where that is not measured.</summary>
    public int FollowingWords { get; init; }
}
