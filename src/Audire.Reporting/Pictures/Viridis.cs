namespace Audire.Reporting.Pictures;

/// <summary>
/// A colour map from dark violet over green to yellow: even in lightness, so that it reads on paper and to colour-blind eyes.
/// </summary>
/// <remarks>Straight lines between nine samples of viridis (van der Walt and Smith 2015, CC0).</remarks>
internal static class Viridis
{
    private static readonly int[] Anchors = [0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725];

    /// <summary>A palette of evenly spaced colours, three bytes (red, green, blue) each.</summary>
    public static byte[] Palette(int colours)
    {
        var palette = new byte[3 * colours];
        for (var i = 0; i < colours; i++)
        {
            var place = (double)i / (colours - 1) * (Anchors.Length - 1);
            var left = Math.Min((int)place, Anchors.Length - 2);
            for (var channel = 0; channel < 3; channel++)
            {
                var from = Anchors[left] >> (16 - 8 * channel) & 0xFF;
                var to = Anchors[left + 1] >> (16 - 8 * channel) & 0xFF;
                palette[3 * i + channel] = (byte)Math.Round(from + (to - from) * (place - left));
            }
        }

        return palette;
    }
}
