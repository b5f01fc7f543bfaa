namespace Audire.Evaluation.Clients;

/// <summary>Systems that need no model of ours, by name.</summary>
public static class SystemNames
{
    /// <summary>The system of a name, or null where the name is none of ours to read: a model, a cascade.</summary>
    /// <param name="name"><c>chance</c>, <c>majority</c>, <c>empty</c>, <c>openai:MODEL@BASE_ADDRESS</c>, <c>gemini:MODEL</c>, or <c>http:FILE.yaml</c>.</param>
    /// <param name="keys">Keys and prices of remote systems.</param>
    /// <exception cref="AuditSystemException">The name is malformed, or a key is missing.</exception>
    public static ISystem? TryCreate(string name, KeyRing keys)
    {
        if (Baseline.All.FirstOrDefault(baseline => baseline.Name == name) is { } constant) return constant;
        if (name.StartsWith("openai:", StringComparison.Ordinal)) return OpenAiSystem.Create(name, keys);
        if (name.StartsWith("gemini:", StringComparison.Ordinal)) return GeminiSystem.Create(name, keys);
        if (name.StartsWith("http://", StringComparison.Ordinal) || name.StartsWith("https://", StringComparison.Ordinal))
            throw new AuditSystemException($"'{name}' is an address alone: write openai:MODEL@{name}, or http:FILE.yaml with a file that says how to ask.");
        if (name.StartsWith("http:", StringComparison.Ordinal)) return HttpSystem.Create(name, keys);
        return null;
    }
}
