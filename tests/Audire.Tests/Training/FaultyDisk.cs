using Audire.Training.Runs;

namespace Audire.Tests.Training;

/// <summary>A disk that ends the run, or refuses a write, at the n-th boundary; half of what was being written is left behind, as a kill leaves it.</summary>
internal sealed class FaultyDisk(int at, Func<string, Exception>? failure = null) : RunDisk
{
    public int Boundaries { get; private set; }

    protected internal override void Before(string what)
    {
        if (Boundaries++ == at) throw failure?.Invoke(what) ?? new KilledException(what);
    }

    protected internal override Stream Create(string path)
    {
        Before("create");
        return new Torn(this, path);
    }

    private sealed class Torn(FaultyDisk disk, string path) : FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite)
    {
        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            try
            {
                disk.Before("write");
            }
            catch (KilledException)
            {
                base.Write(buffer, offset, count / 2);
                Flush();
                File.Copy(Name, Name + ".killed.tmp");
                throw;
            }
            base.Write(buffer, offset, count);
        }
    }
}

/// <summary>Stands for the end of the process: nothing of the product catches it.</summary>
internal sealed class KilledException(string what) : Exception($"killed before {what}");
