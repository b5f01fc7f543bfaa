using TorchSharp;

namespace Audire.Models.Runtime;

/// <summary>How libtorch runs in this process; part of every result's record.</summary>
/// <param name="Threads">Threads inside an operation.</param>
/// <param name="Device">The device models are placed on by default.</param>
/// <param name="Version">libtorch's version.</param>
/// <param name="Folder">The user's own libtorch build; null where the packaged one is used.</param>
public sealed record TorchSettings(int Threads, torch.Device Device, string Version, string? Folder);
