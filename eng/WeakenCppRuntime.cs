using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Audire.Build
{
    /// <summary>
    /// Copies an ELF library and marks one versioned requirement of it (a Vernaux entry of SHT_GNU_verneed) weak, so that
    /// the dynamic loader warns instead of refusing where the version is absent. A file without that requirement is copied as it is.
    /// </summary>
    public sealed class WeakenCppRuntime : Task
    {
        private const uint SectionTypeVersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
        private const ushort WeakFlag = 0x2;                     // VER_FLG_WEAK

        [Required] public string Source { get; set; }
        [Required] public string Destination { get; set; }
        [Required] public string Requirement { get; set; }

        public override bool Execute()
        {
            if (File.Exists(Destination) && File.GetLastWriteTimeUtc(Destination) >= File.GetLastWriteTimeUtc(Source))
                return true;
            var image = File.ReadAllBytes(Source);
            Weaken(image, Requirement);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination)));
            var temporary = Destination + "." + Guid.NewGuid().ToString("N");
            File.WriteAllBytes(temporary, image);
            if (File.Exists(Destination)) File.Delete(Destination);
            File.Move(temporary, Destination);
            File.SetLastWriteTimeUtc(Destination, DateTime.UtcNow);
            return true;
        }

        private static void Weaken(byte[] image, string requirement)
        {
            if (image.Length < 64 || image[0] != 0x7f || image[4] != 2 || image[5] != 1) return; // ELF, 64 bits, little-endian
            var sections = BitConverter.ToInt64(image, 0x28);
            int size = BitConverter.ToUInt16(image, 0x3a), count = BitConverter.ToUInt16(image, 0x3c);
            for (var i = 0; i < count; i++)
            {
                var header = (int)sections + i * size;
                if (BitConverter.ToUInt32(image, header + 4) != SectionTypeVersionNeeds) continue;
                var need = (int)BitConverter.ToInt64(image, header + 0x18);
                var strings = (int)BitConverter.ToInt64(image, (int)sections + (int)BitConverter.ToUInt32(image, header + 0x28) * size + 0x18);
                WeakenEntries(image, need, strings, requirement);
            }
        }

        private static void WeakenEntries(byte[] image, int need, int strings, string requirement)
        {
            for (int next = -1; next != 0; need += next)
            {
                var entry = need + (int)BitConverter.ToUInt32(image, need + 8);
                for (int step = -1; step != 0; entry += step)
                {
                    var name = strings + (int)BitConverter.ToUInt32(image, entry + 8);
                    var end = Array.IndexOf(image, (byte)0, name);
                    if (Encoding.ASCII.GetString(image, name, end - name) == requirement)
                        image[entry + 4] |= (byte)WeakFlag;
                    step = (int)BitConverter.ToUInt32(image, entry + 12);
                    if (step == 0) break;
                }
                next = (int)BitConverter.ToUInt32(image, need + 12);
                if (next == 0) break;
            }
        }
    }
}
