namespace Audire.Reporting;

/// <summary>The style and scripts that every report carries, kept inside the library.</summary>
internal static class Assets
{
    private const string Prefix = "Assets/";

    /// <summary>Names below <c>assets/</c>, with <c>/</c> between folders.</summary>
    public static IEnumerable<string> Names => typeof(Assets).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])
        .Order(StringComparer.Ordinal);

    /// <summary>An asset's bytes.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new FileNotFoundException($"The report asset '{name}' is not in {typeof(Assets).Assembly.GetName().Name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
