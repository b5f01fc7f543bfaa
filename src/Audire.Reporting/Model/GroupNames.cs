namespace Audire.Reporting.Model;

/// <summary>Names of groups as people read them.</summary>
internal static class GroupNames
{
    /// <summary>Whether items are filtered by a group: by all but what is said in a recording.</summary>
    public static bool CanFilter(string group) => group != "heard";

    /// <summary>The name in a sentence; one that is not known speaks for itself.</summary>
    public static string Of(string group) => group switch
    {
        "snr" => "signal-to-noise ratio (dB)",
        "gender" => "speaker gender",
        "noise" => "kind of noise",
        _ => group.Replace('_', ' '),
    };
}
