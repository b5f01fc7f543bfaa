namespace Audire.Evaluation.Clients;

/// <summary>Systems that need no model of ours, by name.</summary>
public static class SystemNames
{
    /// <summary>The system of a name, or null where the name is none of ours to read: a model, a cascade.</summary>
    /// <param name="name"><c>chance</c>, <c>majority</c>, <c>empty</c>, or <c>openai:MODEL@BASE_ADDRESS</c>.</param>
    /// <param name="keys">Keys and prices of remote systems.</param>
    /// <exception cref="AuditSystemException">The name is malformed, or of a kind that is not there yet.</exception>
    public static ISystem? TryCreate(string name, KeyRing keys)
    {
        if (Baseline.All.FirstOrDefault(baseline => baseline.Name == name) is { } constant) return constant;
        if (name.StartsWith("openai:", StringComparison.Ordinal)) return OpenAiSystem.Create(name, keys);
        foreach (var (prefix, what) in new[] { ("gemini:", "Gemini's API"), ("http:", "a server described in a YAML file") })
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                throw new AuditSystemException($"'{name}': {what} is not supported in this version; use openai:MODEL@BASE_ADDRESS where the server speaks OpenAI's chat completions.");
        }

        return null;
    }
}
