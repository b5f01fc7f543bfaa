namespace Audire.Models.Checkpoints;

/// <summary>What is wrong with a checkpoint, coarse enough to act on; <see cref="CheckpointException"/> says the rest in words.</summary>
public enum CheckpointFault
{
    /// <summary>The file cannot be opened or read: absent, no permission, a device error.</summary>
    NotReadable,

    /// <summary>A file that cannot be written: no space, no permission, a device error.</summary>
    NotWritable,

    /// <summary>The file ends before what it promises.</summary>
    Truncated,

    /// <summary>The first bytes are those of no checkpoint format.</summary>
    BadMagic,

    /// <summary>A known format in a version that is not read here.</summary>
    UnsupportedVersion,

    /// <summary>A big-endian file.</summary>
    UnsupportedEndianness,

    /// <summary>A header that claims more than 100,000,000 bytes.</summary>
    HeaderTooLarge,

    /// <summary>A header that is not what the format writes.</summary>
    BadHeader,

    /// <summary>Text that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>One tensor name twice.</summary>
    DuplicateName,

    /// <summary>One metadata key twice.</summary>
    DuplicateKey,

    /// <summary>Two tensors that share bytes they must not share.</summary>
    Overlap,

    /// <summary>Bytes between two tensors that belong to none.</summary>
    Hole,

    /// <summary>Bytes after the last tensor.</summary>
    TrailingData,

    /// <summary>Data outside the section that should hold it.</summary>
    OffsetOutOfRange,

    /// <summary>Data at an offset the format's alignment forbids.</summary>
    MisalignedOffset,

    /// <summary>A byte count that does not fit shape and element type.</summary>
    SizeMismatch,

    /// <summary>A shape whose element or byte count passes 64 bits.</summary>
    SizeOverflow,

    /// <summary>A number of dimensions, or a dimension, that no tensor has.</summary>
    BadDims,

    /// <summary>An element type name that is not known.</summary>
    UnknownDtype,

    /// <summary>An element type number that is not known.</summary>
    UnknownType,

    /// <summary>A row that is no whole number of quantisation blocks.</summary>
    BlockMismatch,

    /// <summary>A tensor name longer than the format allows.</summary>
    NameTooLong,

    /// <summary>A tensor name that cannot be used.</summary>
    BadName,

    /// <summary>A value outside its type's range.</summary>
    BadValue,

    /// <summary>A metadata value of an unknown type.</summary>
    BadValueType,

    /// <summary>An alignment that is no power of two of sensible size.</summary>
    BadAlignment,

    /// <summary>A count that the file has no room for.</summary>
    CountTooLarge,

    /// <summary>A text or byte string longer than what follows.</summary>
    StringTooLong,

    /// <summary>Containers inside containers beyond any honest file.</summary>
    NestedTooDeep,

    /// <summary>More values, or more bytes unpacked, than any honest file has.</summary>
    TooLarge,

    /// <summary>Metadata lacks a key that the model needs.</summary>
    MissingKey,

    /// <summary>A configuration no model can have.</summary>
    BadConfig,

    /// <summary>An index names a file that is absent.</summary>
    MissingFile,

    /// <summary>A tensor that was asked for, or listed, is absent.</summary>
    MissingTensor,

    /// <summary>A shard holds a tensor its index does not list.</summary>
    UnlistedTensor,

    /// <summary>A name that points outside its folder or archive.</summary>
    PathEscape,

    /// <summary>An archive lacks an entry that the format needs.</summary>
    MissingEntry,

    /// <summary>An archive holds two candidates for one entry.</summary>
    AmbiguousEntry,

    /// <summary>An archive whose records contradict each other.</summary>
    BadArchive,

    /// <summary>An archive with a feature that is not read here: encryption, rare compression, TorchScript.</summary>
    UnsupportedArchive,

    /// <summary>Content that does not have its recorded checksum.</summary>
    BadChecksum,

    /// <summary>A pickle that asks for a class or function other than those tensors are built from.</summary>
    ForbiddenGlobal,

    /// <summary>A pickle instruction that is unknown or not allowed.</summary>
    ForbiddenOpcode,

    /// <summary>A pickle's reference to a storage that is malformed.</summary>
    BadPersistentId,

    /// <summary>A pickle whose instructions make no sense.</summary>
    BadPickle,

    /// <summary>A pickle that takes from an empty stack.</summary>
    StackUnderflow,

    /// <summary>A pickle that misuses its memo.</summary>
    BadMemo,

    /// <summary>A container that contains itself.</summary>
    Cyclic,
}
