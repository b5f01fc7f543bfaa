using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>Animals and single events of Scratch, Tux Paint and Sonic Pi; one that the shipped suite asks for trains nothing.</summary>
internal sealed class EventSounds : ICorpusSource
{
    private const string Animals = "deb/tuxpaint-stamps-default/usr/share/tuxpaint/stamps/animals";
    private const string Scratch = "deb/scratch/usr/share/scratch/Media/Sounds";
    private static readonly Terms TuxPaint = new("GPL-2", "Tux Paint stamps, Bill Kendrick and contributors"),
        Media = new("CC-BY-SA-3.0", "Scratch 1.4 Media, Massachusetts Institute of Technology 2011"), SonicPi = new("CC0-1.0", "Sonic Pi samples, freesound.org");

    // Names of files where they are no animal's name, or not a common one; null where there is only silence.
    private static readonly Dictionary<string, string?> Species = new(StringComparer.Ordinal)
    {
        ["giraffe"] = null, ["iguana"] = null, ["nandou"] = null, ["wombat"] = null, ["badger"] = "beaver", ["chimp"] = "chimpanzee", ["cow_white"] = "cow", ["drake"] = "duck",
        ["gander"] = "goose", ["heron_greatblue_flying"] = "heron", ["mountaingoat"] = "ram", ["pig_golden"] = "pig", ["pig_golden2"] = "pig", ["sea_lion"] = "sea lion",
        ["sheep_lamb"] = "sheep", ["tucan"] = "toucan", ["xanthia"] = null, ["Dog1"] = "dog", ["Dog2"] = "dog", ["Kitten"] = "cat", ["Meow"] = "cat", ["Cat"] = "cat",
        ["Crickets"] = "cricket", ["HorseGallop"] = null, ["SeaLion"] = "sea lion", ["WolfHowl"] = "wolf",
    };

    // Single events of Scratch, with what they are.
    private static readonly Dictionary<string, string> Events = new(StringComparer.Ordinal)
    {
        ["Effects/Pop"] = "a pop", ["Effects/DoorClose"] = "a door closes", ["Effects/WaterDrop"] = "a drop of water falls", ["Effects/BellToll"] = "a bell tolls",
        ["Percussion/HandClap"] = "a clap", ["Percussion/Gong"] = "a gong", ["Percussion/CymbalCrash"] = "a cymbal", ["Human/FingerSnap"] = "fingers snap",
        ["Human/Cough-female"] = "a person coughs", ["Human/Cough-male"] = "a person coughs", ["Human/Sneeze-female"] = "a person sneezes", ["Human/Sneeze-male"] = "a person sneezes",
        ["Electronic/Laser1"] = "a laser", ["Electronic/Laser2"] = "a laser", ["Electronic/Zoop"] = "an electronic sound", ["Electronic/Whoop"] = "an electronic sound",
        ["Animal/Dog1"] = "a dog barks", ["Animal/Dog2"] = "a dog barks", ["Animal/Duck"] = "a duck quacks", ["Animal/Bird"] = "a bird sings",
    };

    public IEnumerable<Recording> Read(CorpusFolder folder) => [.. TuxPaintAnimals(folder), .. ScratchSounds(folder), .. Hits(folder)];

    private static IEnumerable<Recording> TuxPaintAnimals(CorpusFolder folder)
    {
        foreach (var (path, name) in folder.Files(Animals, "*.ogg").Where(file => !file.Name.Contains("_desc", StringComparison.Ordinal)))
        {
            var file = Path.GetFileNameWithoutExtension(name);
            if (Species.GetValueOrDefault(file, file) is not { } animal) continue;
            yield return new Recording("tuxpaint-animals", file, CorpusSplit.Train, SoundKind.Sound, new FileSound(path, $"Debian tuxpaint-stamps-default: /usr/share/tuxpaint/stamps/animals/{name}"), TuxPaint)
            {
                Clip = $"tuxpaint-animals/{animal}", Label = animal, Caption = $"the sound of a {animal}",
            };
        }
    }

    private static IEnumerable<Recording> ScratchSounds(CorpusFolder folder)
    {
        foreach (var (path, name) in folder.Files(Scratch, "*").Where(file => file.Path.EndsWith(".wav", StringComparison.Ordinal) || file.Path.EndsWith(".mp3", StringComparison.Ordinal)))
        {
            var key = Path.ChangeExtension(name, null);
            var file = Path.GetFileNameWithoutExtension(name);
            var animal = key.StartsWith("Animal/", StringComparison.Ordinal) ? Species.GetValueOrDefault(file, file.ToLowerInvariant()) : null;
            var isEvent = Events.TryGetValue(key, out var caption);
            if (animal is null && !isEvent) continue;
            var split = ShippedRecordings.Has($"/{name}") ? CorpusSplit.Test : isEvent ? CorpusSplits.Draw($"scratch/{key}", 0.15, 0.25) : CorpusSplit.Train;
            yield return new Recording("scratch", key, split, SoundKind.Sound, new FileSound(path, $"Debian scratch: /usr/share/scratch/Media/Sounds/{name}"), Media)
            {
                Label = animal ?? "", Caption = caption ?? $"the sound of a {animal}", IsOneEvent = isEvent,
            };
        }
    }

    private static IEnumerable<Recording> Hits(CorpusFolder folder)
    {
        string[] families = ["bd_", "drum_", "elec_", "perc_", "sn_", "tabla_"];
        foreach (var (path, name) in folder.Files("deb/sonic-pi-samples/usr/share/sonic-pi/samples", "*.flac").Where(file => families.Any(family => file.Name.StartsWith(family, StringComparison.Ordinal)) && file.Name != "drum_roll.flac"))
        {
            yield return new Recording("sonic-pi", Path.GetFileNameWithoutExtension(name), CorpusSplits.Draw($"sonic-pi/{name}", 0.12, 0.2), SoundKind.Sound,
                new FileSound(path, $"Debian sonic-pi-samples: /usr/share/sonic-pi/samples/{name}"), SonicPi)
            {
                Caption = name.StartsWith("tabla", StringComparison.Ordinal) || name.StartsWith("drum", StringComparison.Ordinal) ? "a drum is hit" : "a short sound", IsOneEvent = true,
            };
        }
    }
}
