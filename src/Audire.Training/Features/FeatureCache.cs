using System.Security.Cryptography;
using System.Text;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Salmonn;
using static TorchSharp.torch;

namespace Audire.Training.Features;

/// <summary>
/// What frozen encoders said of clips, on disk in 16 bits. A key is made of the sound and of everything the encoders' answer depends on, never of a
/// file's name. Values are rounded before they are used for the first time, so fresh and cached ones are the same bits.
/// </summary>
/// <remarks>
/// Thread-safe, and safe for several processes over one folder: files appear whole, and one that another process took away is a miss. Beyond
/// the size cap the files not used for longest go.
/// </remarks>
public sealed class FeatureCache
{
    private const string Suffix = ".safetensors";
    private const double KeptShare = 0.9;
    private readonly string _folder;
    private readonly long _capacity;
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>Opens a cache.</summary>
    /// <param name="folder">Its folder; made where absent.</param>
    /// <param name="capacityBytes">Bytes it may take.</param>
    public FeatureCache(string folder, long capacityBytes)
    {
        (_folder, _capacity) = (folder, capacityBytes);
        Directory.CreateDirectory(folder);
        _bytes = Files().Sum(file => file.Length);
    }

    /// <summary>Bytes it takes now, as far as this process knows.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>A key.</summary>
    /// <param name="parts">The sound's hash, the encoders' identity, and every setting that changes what they say.</param>
    public static string Key(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', parts!))));

    /// <summary>Rounds to what the cache holds, in place of the values given; those are freed.</summary>
    /// <exception cref="TrainingException">A value is not finite in 16 bits.</exception>
    public static IReadOnlyList<EncodedClip> Rounded(IReadOnlyList<EncodedClip> clips, string name)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rounded = clips.Select(clip => new EncodedClip(Round(clip.Speech), clip.Audio is { } audio ? Round(audio) : null)).ToArray();
        foreach (var clip in clips) clip.Dispose();
        return rounded;

        Tensor Round(Tensor value)
        {
            var half = value.to(ScalarType.Float16).cpu();
            return half.isfinite().all().item<bool>() ? half
                : throw new TrainingException($"The encoders' answer to {name} does not fit 16 bits; train without a cache (--cache none), or take the clip out.");
        }
    }

    /// <summary>What is stored under a key, in 16 bits, the caller's; null where nothing is.</summary>
    public IReadOnlyList<EncodedClip>? Find(string key)
    {
        var path = PathOf(key);
        try
        {
            if (!File.Exists(path)) return null;
            using var file = Checkpoint.Open(path);
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var clips = Enumerable.Range(0, file.Tensors.Keys.Count(name => name.StartsWith("speech.", StringComparison.Ordinal)))
                .Select(place => new EncodedClip(Copy(file, $"speech.{place}"), file.Tensors.ContainsKey($"audio.{place}") ? Copy(file, $"audio.{place}") : null)).ToArray();
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime); // used last
            return clips.Length == 0 ? null : clips;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // taken away by another process, or damaged: made again
        }
    }

    /// <summary>Whether something is stored under a key.</summary>
    public bool Has(string key) => File.Exists(PathOf(key));

    /// <summary>Stores what <see cref="Rounded"/> gave.</summary>
    /// <exception cref="CheckpointException">The file cannot be written.</exception>
    public void Store(string key, IReadOnlyList<EncodedClip> clips)
    {
        var path = PathOf(key);
        SafetensorsWriter.Write(path, clips.SelectMany(Entries));
        Interlocked.Add(ref _bytes, new FileInfo(path).Length);
        if (Bytes > _capacity) Shrink(path);

        static IEnumerable<TensorToWrite> Entries(EncodedClip clip, int place)
        {
            yield return Entry($"speech.{place}", clip.Speech);
            if (clip.Audio is { } audio) yield return Entry($"audio.{place}", audio);
        }

        static TensorToWrite Entry(string name, Tensor value) => new(name, ElementType.F16, value.shape, value.alias);
    }

    // A mapped tensor would keep its file open, and a file of many megabytes would come in page by page in the middle of a step.
    private static Tensor Copy(Checkpoint file, string name) => file.Load(name).clone();

    private void Shrink(string keep)
    {
        lock (_gate)
        {
            var files = Files().OrderBy(file => file.LastWriteTimeUtc).ToList();
            var bytes = files.Sum(file => file.Length);
            foreach (var file in files)
            {
                if (bytes <= _capacity * KeptShare) break;
                if (file.FullName == Path.GetFullPath(keep)) continue;
                try
                {
                    file.Delete();
                    bytes -= file.Length;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // In use elsewhere: it goes the next time.
                }
            }
            Interlocked.Exchange(ref _bytes, bytes);
        }
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(_folder).EnumerateFiles("*" + Suffix, SearchOption.AllDirectories);

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + Suffix);
}
