using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Audire.Evaluation.Scenarios;

/// <summary>Draws that depend on names and a seed alone: the same on every machine and in every order, and stable when rows are added elsewhere.</summary>
internal static class Sampling
{
    /// <summary>Takes at most <paramref name="most"/> rows in groups that stay together, and keeps their order.</summary>
    /// <remarks>Groups are ranked by a hash of their name; the first always enters, even where it alone is larger than the limit.</remarks>
    public static IReadOnlyList<T> Take<T>(IReadOnlyList<T> rows, Func<T, string> group, int most, string seed)
    {
        if (rows.Count <= most) return rows;
        var taken = new HashSet<string>(StringComparer.Ordinal);
        int count = 0;
        foreach (var members in rows.GroupBy(group, StringComparer.Ordinal).OrderBy(g => Draw($"{seed}/{g.Key}")).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            int size = members.Count();
            if (count > 0 && count + size > most) break;
            taken.Add(members.Key);
            count += size;
        }

        return [.. rows.Where(row => taken.Contains(group(row)))];
    }

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public static long Index(string name, int count) => (long)(Draw(name) % (ulong)count);

    /// <summary>0 (included) to 1 (left out).</summary>
    public static double Fraction(string name) => (Draw(name) >> 11) * (1.0 / (1UL << 53));

    private static ulong Draw(string name) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
