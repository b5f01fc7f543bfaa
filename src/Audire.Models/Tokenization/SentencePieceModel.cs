using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>What a piece of a SentencePiece vocabulary is; GGUF's token types count the same way.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>One piece: its text, its score (higher merges first) and what it is.</summary>
internal readonly record struct Piece(string Text, float Score, PieceType Type);

/// <summary>
/// A SentencePiece model file (sentencepiece_model.proto): <c>ModelProto</c> { 1 pieces { 1 piece, 2 score, 3 type }, 2 trainer_spec
/// { 3 model_type, 35 byte_fallback, 41 bos_id, 42 eos_id }, 3 normalizer_spec { 2 precompiled_charsmap, 3 add_dummy_prefix,
/// 4 remove_extra_whitespaces, 5 escape_whitespaces } }.
/// </summary>
internal sealed class SentencePieceModel
{
    private const int MaxBytes = 64 << 20; // the largest published model has about 5 MB
    private const int BpeType = 2;

    public List<Piece> Pieces { get; } = [];
    public bool ByteFallback { get; private set; }
    public int BosId { get; private set; } = 1;
    public int EosId { get; private set; } = 2;
    public bool AddDummyPrefix { get; private set; } = true;
    public bool RemoveExtraWhitespaces { get; private set; } = true;

    /// <summary>Reads a model from a stream, which stays open.</summary>
    public static SentencePieceModel Read(Stream stream, string source)
    {
        using var memory = new MemoryStream();
        new BoundedStream(stream, MaxBytes, source).CopyTo(memory);
        var model = new SentencePieceModel();
        model.ReadModel(source, memory.GetBuffer().AsSpan(0, (int)memory.Length));
        return model;
    }

    private void ReadModel(string source, ReadOnlySpan<byte> message)
    {
        var modelType = 1; // unigram, the default
        var fields = new ProtobufReader(source, message);
        while (fields.Next())
        {
            if (fields.Wire != WireType.Bytes) continue;
            switch (fields.Field)
            {
                case 1: Pieces.Add(ReadPiece(source, Pieces.Count, fields.Content)); break;
                case 2: modelType = ReadTrainer(source, fields.Content); break;
                case 3: ReadNormalizer(source, fields.Content); break;
                default: break; // self-test data and denormalisation
            }
            if (Pieces.Count > Vocabulary.MaxId) throw new TokenizerException($"{source}: the model has more than {Vocabulary.MaxId} pieces.");
        }
        if (Pieces.Count == 0) throw new TokenizerException($"{source}: the file is no SentencePiece model: it has no pieces.");
        if (modelType != BpeType)
            throw new TokenizerException($"{source}: the SentencePiece model is of type {modelType} (1 is unigram, 3 word, 4 char); only byte-pair models (2) are supported.");
    }

    private static Piece ReadPiece(string source, int id, ReadOnlySpan<byte> message)
    {
        var text = "";
        var score = 0f;
        var type = PieceType.Normal;
        var fields = new ProtobufReader(source, message);
        while (fields.Next())
        {
            if (fields is { Field: 1, Wire: WireType.Bytes }) text = Encoding.UTF8.GetString(fields.Content);
            else if (fields is { Field: 2, Wire: WireType.Fixed32 }) score = fields.Single;
            else if (fields is { Field: 3, Wire: WireType.Varint }) type = (PieceType)Math.Min(fields.Number, 255);
        }
        if (text.Length == 0) throw new TokenizerException($"{source}: piece {id} has no text.");
        if (float.IsNaN(score)) throw new TokenizerException($"{source}: the score of piece {id} is not a number.");
        return Enum.IsDefined(type) ? new Piece(text, score, type) : throw new TokenizerException($"{source}: piece {id} is of the unknown type {(int)type}.");
    }

    private int ReadTrainer(string source, ReadOnlySpan<byte> message)
    {
        var modelType = 1;
        var fields = new ProtobufReader(source, message);
        while (fields.Next())
        {
            if (fields.Wire != WireType.Varint) continue;
            var number = unchecked((int)fields.Number);
            switch (fields.Field)
            {
                case 3: modelType = number; break;
                case 35: ByteFallback = number != 0; break;
                case 41: BosId = number; break;
                case 42: EosId = number; break;
                default: break; // how it was trained
            }
        }
        return modelType;
    }

    private void ReadNormalizer(string source, ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufReader(source, message);
        while (fields.Next())
            switch (fields.Field)
            {
                case 2 when fields.Content.Length > 0:
                    throw new TokenizerException($"{source}: the SentencePiece model rewrites text by a character map, which is not supported; Llama's models do not.");
                case 3: AddDummyPrefix = fields.Number != 0; break;
                case 4: RemoveExtraWhitespaces = fields.Number != 0; break;
                case 5 when fields.Number == 0:
                    throw new TokenizerException($"{source}: the SentencePiece model does not mark white space (escape_whitespaces is off), which is not supported.");
                default: break; // its name
            }
    }
}
