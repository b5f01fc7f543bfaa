using Audire.Cli.Commands;
using Audire.Models.Nn;
using Audire.Models.Whisper;

namespace Audire.Cli.Systems;

/// <summary>What <c>--dtype</c> means for Whisper.</summary>
internal static class WhisperPrecision
{
    /// <summary>
    /// The decoder multiplies one row at a time, where small weights are quick: it takes the type asked for. The encoder multiplies
    /// 1500 rows, where only floats are: it takes the type where that is a float.
    /// </summary>
    public static WhisperModelOptions Of(Engine engine) => engine.Type is { } type
        ? new WhisperModelOptions { Device = engine.Settings.Device, DecoderType = type, EncoderType = type is WeightType.BF16 or WeightType.F16 ? type : WeightType.F32 }
        : new WhisperModelOptions { Device = engine.Settings.Device };
}
