namespace Audire.Models.Tokenization;

/// <summary>The "decoder" of a tokenizer.json, of which two kinds matter here: byte-level, and SentencePiece's chain of steps.</summary>
internal static class DecoderJson
{
    public static TokenBytes Read(JsonPart? decoder, bool byteLevel)
    {
        if (decoder is not { } part) return byteLevel ? new ByteLevelBytes() : new SentencePieceBytes(' ', false, false);
        var chain = new Chain();
        chain.Read(part);
        return chain.ByteLevel ? new ByteLevelBytes() : new SentencePieceBytes(chain.Space, chain.DropsFirstSpace, chain.Bytes);
    }

    private sealed class Chain
    {
        public bool ByteLevel { get; private set; }
        public bool Bytes { get; private set; }
        public bool DropsFirstSpace { get; private set; }
        public char Space { get; private set; } = ' ';

        public void Read(JsonPart part)
        {
            var type = part.Required("type").Text();
            switch (type)
            {
                case "ByteLevel": ByteLevel = true; break;
                case "ByteFallback": Bytes = true; break;
                case "Fuse": break; // concatenates, which is done anyway
                case "Sequence":
                    foreach (var step in part.Required("decoders").Items()) Read(step);
                    break;
                case "Replace":
                    Space = Single(part, part.Required("pattern").Required("String").Text(), part.Required("content").Text());
                    break;
                case "Metaspace":
                    Space = Single(part, part.Text("replacement") ?? "▁", " ");
                    DropsFirstSpace = (part.Text("prepend_scheme") ?? (part.Flag("add_prefix_space", true) ? "always" : "never")) != "never";
                    break;
                case "Strip" when part.Required("content").Text() == " " && part.Required("start").Integer() == 1 && part.Required("stop").Integer() == 0:
                    DropsFirstSpace = true;
                    break;
                default: throw part.Wrong($"is of type {Vocabulary.Shorten(type)} with settings that are not supported");
            }
        }

        private static char Single(JsonPart part, string mark, string content) => mark.Length == 1 && content == " "
            ? mark[0] : throw part.Wrong($"turns \"{Vocabulary.Shorten(mark)}\" into \"{Vocabulary.Shorten(content)}\"; only one character into a space is supported");
    }
}
