using System.Net;

namespace Audire.Models.Hub;

/// <summary>A hub that cannot be reached, or does not give what was asked for. The message is one sentence.</summary>
public sealed class HubException(string reason, HttpStatusCode? status = null, Exception? inner = null) : IOException(reason.TrimEnd('.') + ".", inner)
{
    /// <summary>The hub's last answer; null where there was none or it is not to blame.</summary>
    public HttpStatusCode? Status { get; } = status;
}
