using System.Globalization;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>Music: tracks and loops of Debian packages, split by track, and tunes of our own, split by instrument.</summary>
internal sealed class MusicPieces : ICorpusSource
{
    private const int TunesAnInstrument = 3;

    private static readonly (string Part, string Pattern, string Package, string? Format, Terms Terms)[] Folders =
    [
        ("deb/asterisk-moh-opsound-g722/usr/share/asterisk/moh", "*.g722", "asterisk-moh-opsound-g722", "g722", new("CC-BY-SA-3.0", "Opsound: macroform, Manolo Camp, Reno Project")),
        ("deb/fillets-ng-data/usr/share/games/fillets-ng/music", "*.ogg", "fillets-ng-data", null, new("GPL-2", "Fish Fillets NG, ALTAR interactive")),
        ("deb/scratch/usr/share/scratch/Media/Sounds/Music Loops", "*.mp3", "scratch", null, new("CC-BY-SA-3.0", "Scratch 1.4 Media, Massachusetts Institute of Technology 2011")),
        ("deb/sonic-pi-samples/usr/share/sonic-pi/samples", "loop_*.flac", "sonic-pi-samples", null, new("CC0-1.0", "Sonic Pi samples, freesound.org")),
        ("deb/sonic-pi-samples/usr/share/sonic-pi/samples", "guit_*.flac", "sonic-pi-samples", null, new("CC0-1.0", "Sonic Pi samples, freesound.org")),
    ];

    // General MIDI's numbers from 0.
    private static readonly (string Name, int Program, CorpusSplit Split)[] Instruments =
    [
        ("piano", 0, CorpusSplit.Train), ("harpsichord", 6, CorpusSplit.Train), ("organ", 19, CorpusSplit.Train), ("guitar", 24, CorpusSplit.Train), ("violin", 40, CorpusSplit.Train),
        ("cello", 42, CorpusSplit.Train), ("trumpet", 56, CorpusSplit.Train), ("clarinet", 71, CorpusSplit.Train), ("flute", 73, CorpusSplit.Train), ("synthesiser", 80, CorpusSplit.Train),
        ("marimba", 12, CorpusSplit.Train), ("accordion", 21, CorpusSplit.Train), ("harp", 46, CorpusSplit.Valid), ("oboe", 68, CorpusSplit.Valid), ("sitar", 104, CorpusSplit.Test),
        ("saxophone", 65, CorpusSplit.Test), ("xylophone", 13, CorpusSplit.Test), ("bagpipe", 109, CorpusSplit.Test),
    ];

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        foreach (var (part, pattern, package, format, terms) in Folders)
            foreach (var (path, name) in folder.Files(part, pattern))
            {
                var track = Path.GetFileNameWithoutExtension(name);
                yield return new Recording($"{package}-music", track, CorpusSplits.Draw($"{package}/{track}", 0.15, 0.3), SoundKind.Music,
                    new FileSound(path, $"Debian {package}: {part[(part.IndexOf("/usr", StringComparison.Ordinal))..]}/{name}", format), terms);
            }
        if (SoundFont.Path is null || !ToolProcess.Exists("fluidsynth"))
        {
            folder.Miss("fluidsynth with FluidR3 (packages fluidsynth, fluidr3mono-gm-soundfont)");
            yield break;
        }
        foreach (var (name, program, split) in Instruments)
            for (var i = 0; i < TunesAnInstrument; i++)
            {
                var number = 100 * program + i;
                yield return new Recording("tunes", number.ToString(CultureInfo.InvariantCulture), split, SoundKind.Music, new TuneSound(new Tune(number, name, program)),
                    new Terms("CC0-1.0", "own tune; FluidR3 sound font (MIT), Frank Wen"))
                {
                    Label = name, Caption = $"music played on {(name[0] is 'a' or 'o' ? "an" : "a")} {name}",
                };
            }
    }
}
