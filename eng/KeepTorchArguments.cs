using System;
using System.IO;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Audire.Build
{
    /// <summary>
    /// Copies an assembly with its DebuggableAttribute set to "optimisations off" (0x107 in place of 2), so that the just-in-time compiler
    /// keeps every argument alive until its method returns. An assembly whose attribute is not found exactly once is an error.
    /// </summary>
    public sealed class KeepTorchArguments : Task
    {
        // The attribute's value in the metadata: eight bytes follow; prolog 1; DebuggingModes as int32; no named arguments.
        private static readonly byte[] Optimised = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };
        private static readonly byte[] NotOptimised = { 8, 1, 0, 7, 1, 0, 0, 0, 0 };

        [Required] public string Source { get; set; }
        [Required] public string Destination { get; set; }

        public override bool Execute()
        {
            if (File.Exists(Destination) && File.GetLastWriteTimeUtc(Destination) >= File.GetLastWriteTimeUtc(Source))
                return true;
            var image = File.ReadAllBytes(Source);
            var at = Find(image, 0);
            if (at < 0 || Find(image, at + 1) >= 0)
            {
                Log.LogError("{0}: its DebuggableAttribute was not found exactly once; see docs/design/torchsharp-scalars.md.", Source);
                return false;
            }
            NotOptimised.CopyTo(image, at);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            var temporary = Destination + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(temporary, image);
            if (File.Exists(Destination)) File.Delete(Destination);
            File.Move(temporary, Destination);
            File.SetLastWriteTimeUtc(Destination, DateTime.UtcNow);
            return true;
        }

        private static int Find(byte[] image, int from)
        {
            for (var i = from; i + Optimised.Length <= image.Length; i++)
            {
                var k = 0;
                while (k < Optimised.Length && image[i + k] == Optimised[k]) k++;
                if (k == Optimised.Length) return i;
            }
            return -1;
        }
    }
}
