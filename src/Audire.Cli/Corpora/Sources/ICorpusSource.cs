namespace Audire.Cli.Corpora.Sources;

/// <summary>One collection of recordings.</summary>
internal interface ICorpusSource
{
    /// <summary>All its recordings, in an order that does not depend on the machine, each with its split.</summary>
    IEnumerable<Recording> Read(CorpusFolder folder);
}
