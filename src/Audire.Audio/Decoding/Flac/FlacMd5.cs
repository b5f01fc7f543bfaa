using System.Security.Cryptography;

namespace Audire.Audio.Decoding.Flac;

/// <summary>The MD5 that STREAMINFO holds: over the interleaved samples as little-endian numbers of whole bytes.</summary>
internal sealed class FlacMd5(FlacStreamInfo info) : IDisposable
{
#pragma warning disable CA5351 // The format prescribes MD5; it guards against damage, not against an attacker.
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
    private byte[] _interleaved = [];

    public void Append(FlacFrame frame)
    {
        int width = (info.Bits + 7) / 8, bytes = frame.Header.BlockSize * info.Channels * width;
        if (_interleaved.Length < bytes) _interleaved = new byte[bytes];
        for (var c = 0; c < info.Channels; c++)
        {
            var at = c * width;
            foreach (var sample in frame.Channel(c))
            {
                for (var i = 0; i < width; i++) _interleaved[at + i] = (byte)(sample >> (8 * i));
                at += info.Channels * width;
            }
        }
        _hash.AppendData(_interleaved.AsSpan(0, bytes));
    }

    public bool Matches() => _hash.GetHashAndReset().AsSpan().SequenceEqual(info.Md5);

    public void Dispose() => _hash.Dispose();
}
