namespace Audire.Evaluation.Clients;

/// <summary>Reads names of remote systems: <c>PREFIX:MODEL@BASE_ADDRESS</c>, where the address may be left out.</summary>
internal static class RemoteName
{
    /// <summary>Model and address; null where the name is malformed.</summary>
    public static (string Model, Uri Address)? Parse(string name, string prefix, Uri official)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var rest = name[prefix.Length..];
        // Models may be named after people or revisions with an @; addresses begin with their scheme.
        int at = rest.IndexOf("@http", StringComparison.Ordinal);
        var model = at < 0 ? rest : rest[..at];
        if (model.Length == 0) return null;
        if (at < 0) return (model, official);
        return Uri.TryCreate(rest[(at + 1)..], UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? (model, address) : null;
    }
}
