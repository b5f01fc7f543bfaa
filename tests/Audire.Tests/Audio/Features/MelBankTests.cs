using Audire.Audio.Features;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Audio.Features;

public class MelBankTests
{
    [Fact]
    public void Banks_equal_the_recorded_ones()
    {
        using var index = Fixtures.Json("features", "mel_banks.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "mel_banks.safetensors"));
        foreach (var recorded in index.RootElement.GetProperty("banks").EnumerateObject())
        {
            var expected = tensors[recorded.Name];
            var bank = recorded.Name.StartsWith("slaney", StringComparison.Ordinal) ? MelBank.Slaney(expected.Shape[0]) : MelBank.Kaldi(expected.Shape[0]);
            for (var mel = 0; mel < expected.Shape[0]; mel++)
                for (var bin = 0; bin < bank.GetLength(1); bin++)
                {
                    var wanted = bin < expected.Shape[1] ? expected.Row(mel)[bin] : 0;
                    Assert.True(Math.Abs(bank[mel, bin] - wanted) <= 1e-7, $"{recorded.Name}[{mel}, {bin}] = {bank[mel, bin]}, recorded {wanted}");
                }
        }
    }

    [Fact]
    public void Filter_3_of_128_over_512_points_is_empty()
    {
        var bank = MelBank.Kaldi(128);
        Assert.Equal(0, Enumerable.Range(0, bank.GetLength(1)).Sum(bin => bank[3, bin]));
    }
}
