namespace Audire.Models.Tokenization;

/// <summary>A tokenizer file that cannot be used: its message is one sentence with the file, the place in it and what was found.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public TokenizerException() { }

    /// <summary>Creates the exception with a whole sentence.</summary>
    public TokenizerException(string message) : base(message) { }

    /// <summary>Creates the exception with a whole sentence and what caused it.</summary>
    public TokenizerException(string message, Exception innerException) : base(message, innerException) { }
}
