using System.IO.Compression;
using System.Text;
using TorchSharp;

namespace Audire.Models.Nn;

/// <summary>A TorchScript module made of text, in the archive form that libtorch loads.</summary>
/// <remarks>
/// The compiler that TorchSharp binds resolves <c>torch.NAME</c> alone, which is aten; the loader of archives resolves <c>ops.NAMESPACE.NAME</c> too, and with it
/// every operation that libtorch registers.
/// </remarks>
internal static class ScriptArchive
{
    private const string Header = """
        class Ops(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool

        """;

    // One object of the class above, with its attributes: what pickle writes for Ops(training=True), and for Ops(training=True, kept=[]).
    private static readonly byte[] Instance = [.. "\u0002c__torch__\nOps\n)"u8, 0x81, .. "}X\u0008\0\0\0training"u8, 0x88, .. "sb."u8];
    private static readonly byte[] KeepingInstance = [.. Instance[..^2], .. "X\u0004\0\0\0kept]sb."u8];
    private static readonly byte[] NoConstants = [.. "\u0002)."u8];

    /// <summary>Compiles methods and loads them.</summary>
    /// <param name="methods">Definitions, indented by two, each with <c>self: __torch__.Ops</c> and a type for every argument.</param>
    /// <param name="kept">The type of what the module keeps in <c>self.kept</c>, a list that begins empty; null where it keeps nothing.</param>
    /// <returns>The module; invoking methods that do not change the list is thread-safe.</returns>
    public static torch.jit.ScriptModule Load(string methods, string? kept = null)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("data.pkl", Pickle(kept is null ? Instance : KeepingInstance));
            Add("constants.pkl", Pickle(NoConstants));
            Add("code/__torch__.py", Encoding.ASCII.GetBytes(Header + (kept is null ? "" : $"  kept : List[{kept}]\n") + "\n" + methods));
            Add("version", "3\n"u8.ToArray());

            void Add(string name, byte[] content)
            {
                using var entry = zip.CreateEntry("ops/" + name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return torch.jit.load(bytes.ToArray());
    }

    private static byte[] Pickle(byte[] body) => [0x80, .. body];
}
