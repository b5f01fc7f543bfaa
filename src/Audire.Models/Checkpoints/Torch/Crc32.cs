namespace Audire.Models.Checkpoints.Torch;

/// <summary>The checksum of zip entries (polynomial 0xEDB88320, reflected), eight bytes a step by eight tables.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Continues a checksum; starts at 0.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        var crc = ~checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            var low = crc ^ System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = Tables[7][low & 255] ^ Tables[6][(low >> 8) & 255] ^ Tables[5][(low >> 16) & 255] ^ Tables[4][low >> 24]
                ^ Tables[3][bytes[4]] ^ Tables[2][bytes[5]] ^ Tables[1][bytes[6]] ^ Tables[0][bytes[7]];
        }
        foreach (var next in bytes) crc = Tables[0][(crc ^ next) & 255] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var t = 0; t < 8; t++)
        {
            tables[t] = new uint[256];
            for (var i = 0u; i < 256; i++) tables[t][i] = t == 0 ? OneByte(i) : tables[0][tables[t - 1][i] & 255] ^ (tables[t - 1][i] >> 8);
        }
        return tables;
    }

    private static uint OneByte(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
        return value;
    }
}
