using Audire.Cli.ModelStore;

namespace Audire.Cli.Doctor;

/// <summary>Whether the models that come with Audire are there and whole.</summary>
internal static class ContentChecks
{
    public static async IAsyncEnumerable<DoctorCheck> ModelsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var model in KnownModel.All) yield return await ModelAsync(model, cancellationToken);
    }

    private static async Task<DoctorCheck> ModelAsync(KnownModel model, CancellationToken cancellationToken)
    {
        var name = $"model {model.Name}";
        if (ModelFolders.Find(model.Name) is not { } folder)
            return new(name, false, $"in none of {string.Join(", ", ModelFolders.Roots)}", $"To get it {model.Source}.", Required: false);
        var differences = await Sha256Sums.DifferencesAsync(folder, cancellationToken);
        return differences switch
        {
            null => new(name, true, $"{folder}, not verified: it has no {Sha256Sums.FileName}"),
            [] => new(name, true, $"{folder}, verified by sha256"),
            _ => new(name, false, $"{folder} is damaged: {string.Join("; ", differences)}", $"Delete the folder; to get it again {model.Source}."),
        };
    }
}
