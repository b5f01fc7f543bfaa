namespace Audire.Models.Checkpoints;

/// <summary>Checked reading of single metadata keys: what model configurations are made from.</summary>
public static class CheckpointMetadata
{
    /// <summary>The text under a key.</summary>
    /// <exception cref="CheckpointException">The key is absent, or holds no text.</exception>
    public static string RequireText(this Checkpoint checkpoint, string key) =>
        Require(checkpoint, key).AsText() ?? throw Bad(checkpoint, key, "is no text");

    /// <summary>The integer under a key, which must lie between the bounds, both included.</summary>
    /// <exception cref="CheckpointException">The key is absent, holds no integer, or one out of range.</exception>
    public static long RequireInteger(this Checkpoint checkpoint, string key, long low, long high) =>
        InRange(checkpoint, key, Require(checkpoint, key), low, high);

    /// <summary>The integer under a key, between the bounds, or the fallback where the key is absent.</summary>
    /// <exception cref="CheckpointException">The key holds no integer, or one out of range.</exception>
    public static long Integer(this Checkpoint checkpoint, string key, long fallback, long low, long high) =>
        checkpoint.Metadata.TryGetValue(key, out var value) ? InRange(checkpoint, key, value, low, high) : fallback;

    /// <summary>The finite number under a key, or the fallback where the key is absent.</summary>
    /// <exception cref="CheckpointException">The key holds no finite number.</exception>
    public static double Number(this Checkpoint checkpoint, string key, double fallback) =>
        !checkpoint.Metadata.TryGetValue(key, out var value) ? fallback
        : value.AsDouble() is { } number && double.IsFinite(number) ? number : throw Bad(checkpoint, key, "is no finite number");

    private static MetadataValue Require(Checkpoint checkpoint, string key) => checkpoint.Metadata.TryGetValue(key, out var value) ? value
        : throw new CheckpointException(checkpoint.Path, null, CheckpointFault.MissingKey, $"its metadata lacks {CheckpointException.Quote(key)}");

    private static long InRange(Checkpoint checkpoint, string key, MetadataValue value, long low, long high)
    {
        var integer = value.AsInt64() ?? throw Bad(checkpoint, key, "is no integer");
        return integer >= low && integer <= high ? integer : throw Bad(checkpoint, key, $"is {integer}, not between {low} and {high}");
    }

    private static CheckpointException Bad(Checkpoint checkpoint, string key, string what) =>
        new(checkpoint.Path, null, CheckpointFault.BadConfig, $"metadata {CheckpointException.Quote(key)} {what}");
}
