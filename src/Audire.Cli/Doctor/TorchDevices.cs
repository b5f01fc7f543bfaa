using TorchSharp;

namespace Audire.Cli.Doctor;

/// <summary>The devices the loaded libtorch can compute on. Call only after libtorch was started.</summary>
internal static class TorchDevices
{
    /// <summary>Device names as <c>--device</c> takes them.</summary>
    public static IEnumerable<string> Available()
    {
        yield return "cpu";
        if (torch.cuda_is_available())
            for (var i = 0; i < torch.cuda.device_count(); i++) yield return $"cuda:{i}";
        if (torch.mps_is_available()) yield return "mps";
    }
}
