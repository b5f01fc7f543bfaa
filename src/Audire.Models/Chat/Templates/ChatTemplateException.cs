namespace Audire.Models.Chat.Templates;

/// <summary>A conversation or a vocabulary that a chat template cannot take, or a template nobody here knows; the message says what to do.</summary>
public sealed class ChatTemplateException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ChatTemplateException() { }

    /// <summary>Creates the exception with a whole sentence.</summary>
    public ChatTemplateException(string message) : base(message) { }

    /// <summary>Creates the exception with a whole sentence and what caused it.</summary>
    public ChatTemplateException(string message, Exception innerException) : base(message, innerException) { }
}
