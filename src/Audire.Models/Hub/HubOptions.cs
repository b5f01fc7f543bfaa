namespace Audire.Models.Hub;

/// <summary>Where a hub is and how patient to be with it.</summary>
public sealed record HubOptions
{
    /// <summary>The public hub.</summary>
    public static Uri DefaultAddress { get; } = new("https://huggingface.co");

    /// <summary>The hub's base address, http or https.</summary>
    /// <value>The default is <see cref="DefaultAddress"/>; <see cref="FromEnvironment"/> takes <c>AUDIRE_HUB</c>.</value>
    public Uri Address { get; init; } = DefaultAddress;

    /// <summary>A token, sent to the hub's own host alone, over https or within this machine.</summary>
    /// <value>The default is none; <see cref="FromEnvironment"/> takes <c>HF_TOKEN</c>.</value>
    public string? Token { get; init; }

    /// <summary>Attempts in a row that may fail without a new byte before a request is given up.</summary>
    /// <value>The default is 5.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait after the first failed attempt; doubled after each, at most 30 s. A server's Retry-After goes before it.</summary>
    /// <value>The default is 1 s.</value>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a connection counts as broken.</summary>
    /// <value>The default is 60 s.</value>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that waits are measured by.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Opens a file for appending; tests hand in one that fails.</summary>
    internal Func<string, Stream> Append { get; init; } = static path => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, 1);

    /// <summary>Address and token as the environment has them.</summary>
    /// <param name="address">Goes before <c>AUDIRE_HUB</c>; null for none.</param>
    /// <exception cref="HubException">The address is no http or https address.</exception>
    public static HubOptions FromEnvironment(string? address = null)
    {
        var text = address ?? NotEmpty("AUDIRE_HUB");
        var hub = DefaultAddress;
        if (text is not null && !(Uri.TryCreate(text, UriKind.Absolute, out hub!) && hub.Scheme is "http" or "https"))
            throw new HubException($"'{text}' is no address of a hub; it should look like {DefaultAddress}");
        return new HubOptions { Address = hub, Token = NotEmpty("HF_TOKEN") };

        static string? NotEmpty(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
    }
}
