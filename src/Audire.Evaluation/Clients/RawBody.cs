namespace Audire.Evaluation.Clients;

/// <summary>Where a client leaves the body a remote system sent, for the record.</summary>
public static class RawBody
{
    /// <summary>The key in <see cref="Microsoft.Extensions.AI.ChatResponse.AdditionalProperties"/>.</summary>
    public const string Property = "audire.raw";
}
