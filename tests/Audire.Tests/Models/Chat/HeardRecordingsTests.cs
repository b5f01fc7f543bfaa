using Audire.Models.Chat;
using Audire.Models.Salmonn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Chat;

/// <summary>A recording is heard once while there is room for what the encoders said of it.</summary>
public sealed class HeardRecordingsTests
{
    private const long ClipBytes = 4 * 3 * sizeof(float);
    private int _runs;

    [Fact]
    public void A_recording_is_encoded_once_and_each_caller_owns_what_it_gets()
    {
        var before = LiveTensors.AtRest();
        using (var heard = new HeardRecordings(2 * ClipBytes))
        {
            Free(Hear(heard, 1));
            using var again = Assert.Single(Hear(heard, 1));

            Assert.Equal(1, _runs);
            using var mean = again.Speech.mean();
            Assert.Equal(1, mean.item<float>());
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void What_was_not_heard_for_longest_goes()
    {
        using var heard = new HeardRecordings(2 * ClipBytes);
        foreach (var recording in new byte[] { 1, 2, 1, 3 }) Free(Hear(heard, recording));
        Assert.Equal(3, _runs);

        Free(Hear(heard, 1));
        Assert.Equal(3, _runs);
        Free(Hear(heard, 2));
        Assert.Equal(4, _runs);
    }

    [Fact]
    public void What_has_no_room_is_the_callers_alone()
    {
        var before = LiveTensors.AtRest();
        using var heard = new HeardRecordings(ClipBytes - 1);
        Free(Hear(heard, 1));
        Free(Hear(heard, 1));

        Assert.Equal(2, _runs);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private IReadOnlyList<EncodedClip> Hear(HeardRecordings heard, byte recording) => heard.Hear(new[] { recording }, () =>
    {
        _runs++;
        return [new EncodedClip(full([4, 3], (float)recording), null)];
    });

    private static void Free(IReadOnlyList<EncodedClip> clips)
    {
        foreach (var clip in clips) clip.Dispose();
    }
}
