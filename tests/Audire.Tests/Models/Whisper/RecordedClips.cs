using System.Security.Cryptography;
using System.Text.Json;
using Audire.Audio;
using Audire.Tests.Support;

namespace Audire.Tests.Models.Whisper;

/// <summary>Recordings with what Whisper base made of them, one JSON object a line; sounds named as pseudo clips are computed.</summary>
internal sealed class RecordedClips
{
    private readonly JsonElement _meta;
    private readonly string _audio;

    private RecordedClips(IReadOnlyList<JsonElement> clips, JsonElement meta)
    {
        (Clips, _meta) = (clips, meta);
        _audio = Path.GetFullPath(Path.Combine(Fixtures.Root, "whisper", meta.GetProperty("audio_root_from_this_folder").GetString()!));
        if (!Directory.Exists(_audio)) _audio = Path.Combine(Fixtures.Shared, meta.GetProperty("audio_root").GetString()!);
    }

    /// <summary>The clips of a file.</summary>
    public IReadOnlyList<JsonElement> Clips { get; }

    public static RecordedClips Read(string file)
    {
        var lines = File.ReadLines(Fixtures.Require("whisper", file)).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
        return new RecordedClips([.. lines], JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Fixtures.Require("whisper", "base_clips_meta.json"))));
    }

    /// <summary>A clip's sound; null where its file is not on this machine.</summary>
    public AudioClip? Sound(JsonElement clip)
    {
        var name = clip.GetProperty("file").GetString()!;
        if (_meta.TryGetProperty("pseudo_clips", out var pseudo) && pseudo.TryGetProperty(name, out var recipe)) return Compute(recipe);
        var path = Path.Combine(_audio, name);
        if (!File.Exists(path)) return null;
        var sound = AudioFile.Load(path).ToSpeech();
        if (clip.TryGetProperty("pcm16_sha256", out var hash) && Hash(sound) != hash.GetString())
            throw new InvalidDataException($"{path} does not decode to the samples the reference heard.");
        return sound;
    }

    private static AudioClip Compute(JsonElement recipe)
    {
        var samples = new float[recipe.GetProperty("n_samples").GetInt32()];
        if (recipe.GetProperty("kind").GetString() == "silence") return AudioClip.Mono(samples, AudioClip.SpeechRate);
        var state = recipe.GetProperty("start").GetInt64();
        for (var i = 0; i < samples.Length; i++)
        {
            state = (recipe.GetProperty("multiplier").GetInt64() * state + recipe.GetProperty("increment").GetInt64()) % recipe.GetProperty("modulus").GetInt64();
            var value = (state >> recipe.GetProperty("shift_right").GetInt32()) / recipe.GetProperty("divisor").GetDouble() + recipe.GetProperty("offset").GetDouble();
            samples[i] = (float)(recipe.GetProperty("amplitude").GetDouble() * value);
        }
        return AudioClip.Mono(samples, AudioClip.SpeechRate);
    }

    private static string Hash(AudioClip clip)
    {
        var bytes = new byte[2 * clip.Length];
        for (var i = 0; i < clip.Length; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), (short)Math.Round(clip.Channel(0)[i] * 32768));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
