using Audire.Models.Checkpoints.Writing;

namespace Audire.Models.Checkpoints.Conversion;

/// <summary>The files beside a checkpoint that a model needs to run, or its licence to be passed on.</summary>
internal static class SideFiles
{
    private static readonly string[] Known =
    [
        "LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE", "added_tokens.json", "chat_template.jinja", "config.json", "generation_config.json", "merges.txt",
        "normalizer.json", "preprocessor_config.json", "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "vocab.json",
    ];

    /// <summary>Copies those that are there, each atomically.</summary>
    /// <returns>Their names.</returns>
    public static IReadOnlyList<string> Copy(string from, string to, Func<string, Stream>? create)
    {
        var found = Known.Where(name => File.Exists(Path.Combine(from, name))).ToList();
        if (Path.GetFullPath(from).TrimEnd(Path.DirectorySeparatorChar) == Path.GetFullPath(to).TrimEnd(Path.DirectorySeparatorChar)) return found;
        foreach (var name in found)
        {
            AtomicFile.Write(Path.Combine(to, name), target =>
            {
                using var source = File.OpenRead(Path.Combine(from, name));
                source.CopyTo(target);
            }, create);
        }
        return found;
    }
}
