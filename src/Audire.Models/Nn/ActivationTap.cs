using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Sees the activations of one request as they are made, and may put others in their place.</summary>
/// <param name="site">Where in the model, by the checkpoint's names: say <c>layers.3.mlp</c>.</param>
/// <param name="value">The activation; belongs to the model's dispose scope, so clone what is to be kept.</param>
/// <returns>The same tensor, or a replacement of the same shape in the same dispose scope.</returns>
public delegate Tensor ActivationTap(string site, Tensor value);
