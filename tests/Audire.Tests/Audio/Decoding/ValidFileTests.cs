using System.Text.Json;
using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

public class ValidFileTests
{
    private static readonly AudioDecoderOptions InProcess = new() { UseFfmpeg = false };

    [Fact]
    public void Every_valid_file_decodes_bit_exactly_in_process()
    {
        using var index = new FormatIndex();
        var failures = new List<string>();
        foreach (var (name, path, facts) in index.Files("valid"))
        {
            try
            {
                var clip = AudioFile.Load(path, InProcess, TestContext.Current.CancellationToken);
                if (Compare(clip, index.Pcm(facts.GetProperty("pcm").GetString()!)) is { } difference) failures.Add($"{name}: {difference}");
                if (clip.Warnings.Count > 0) failures.Add($"{name}: warns {clip.Warnings[0]}");
            }
            catch (AudioFormatException error)
            {
                failures.Add($"{name}: {error.Kind}, {error.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void Memory_and_streams_that_cannot_seek_give_the_same()
    {
        using var index = new FormatIndex();
        foreach (var (_, path, _) in index.Files("valid").Take(5))
        {
            var bytes = File.ReadAllBytes(path);
            var expected = AudioFile.Load(path, InProcess, TestContext.Current.CancellationToken).ContentHash;
            Assert.Equal(expected, AudioDecoder.Decode(bytes, cancellationToken: TestContext.Current.CancellationToken).ContentHash);
            using var forward = new ForwardOnlyStream(bytes);
            Assert.Equal(expected, AudioDecoder.Decode(forward, cancellationToken: TestContext.Current.CancellationToken).ContentHash);
        }
    }

    private static string? Compare(AudioClip clip, (JsonElement Facts, RecordedTensor Samples) pcm)
    {
        if (clip.SampleRate != pcm.Facts.GetProperty("sample_rate").GetInt32()) return $"{clip.SampleRate} Hz";
        if (clip.ChannelCount != pcm.Samples.Shape[0] || clip.Length != pcm.Samples.Shape[1]) return $"{clip.ChannelCount} x {clip.Length} samples";
        for (var c = 0; c < clip.ChannelCount; c++)
        {
            // By value: some recorded values of integer formats are -0, which no integer decodes to. A float file keeps its -0: WavWriterTests.
            var at = clip.Channel(c).CommonPrefixLength(pcm.Samples.Row(c));
            if (at < clip.Length) return $"sample {at} of channel {c} is {clip.Channel(c)[at]} instead of {pcm.Samples.Row(c)[at]}";
        }
        return null;
    }

    private sealed class ForwardOnlyStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Position { get => base.Position; set => throw new NotSupportedException(); }

        public override long Length => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
