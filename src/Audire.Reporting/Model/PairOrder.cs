using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>Puts paired differences into the order in which people ask: the better ranked system first, baselines last.</summary>
internal static class PairOrder
{
    /// <param name="pairs">The differences of one scenario.</param>
    /// <param name="systems">The systems, in the board's order with baselines last.</param>
    /// <returns>Each pair once; two baselines are not compared, since neither listens.</returns>
    public static PairedDifference[] Arrange(IEnumerable<PairedDifference> pairs, SystemModel[] systems)
    {
        var place = systems.Select((system, i) => (system, i)).ToDictionary(pair => pair.system.Name, pair => pair, StringComparer.Ordinal);
        return
        [
            .. pairs.Where(pair => place.ContainsKey(pair.First) && place.ContainsKey(pair.Second))
                .Where(pair => !(place[pair.First].system.IsBaseline && place[pair.Second].system.IsBaseline))
                .Select(pair => place[pair.First].i <= place[pair.Second].i ? pair : Turned(pair))
                .OrderBy(pair => place[pair.Second].system.IsBaseline).ThenBy(pair => place[pair.First].i).ThenBy(pair => place[pair.Second].i),
        ];
    }

    private static PairedDifference Turned(PairedDifference pair) => pair with
    {
        First = pair.Second,
        Second = pair.First,
        Value = -pair.Value,
        Low = -pair.High,
        High = -pair.Low,
    };
}
