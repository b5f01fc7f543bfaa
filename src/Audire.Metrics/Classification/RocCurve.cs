namespace Audire.Metrics.Classification;

/// <summary>A point of an ROC curve: what is accepted at one threshold.</summary>
/// <param name="Threshold">Scores at or above it are accepted.</param>
/// <param name="FalsePositiveRate">Share of the negatives accepted.</param>
/// <param name="TruePositiveRate">Share of the positives accepted.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate);

/// <summary>How well scores tell positives from negatives, over all thresholds.</summary>
/// <remarks>Immutable; safe to share between threads. NaN where positives or negatives are missing.</remarks>
public sealed class RocCurve
{
    private readonly long _positives;
    private readonly long _negatives;
    private readonly List<(double Threshold, long FalsePositives, long TruePositives)> _steps = [(double.PositiveInfinity, 0, 0)];

    private RocCurve(IReadOnlyList<bool> positive, IReadOnlyList<double> scores)
    {
        long falsePositives = 0, truePositives = 0;
        foreach (var group in positive.Zip(scores).GroupBy(pair => pair.Second).OrderByDescending(group => group.Key))
        {
            truePositives += group.Count(pair => pair.First);
            falsePositives += group.Count(pair => !pair.First);
            _steps.Add((group.Key, falsePositives, truePositives));
        }
        (_positives, _negatives) = (truePositives, falsePositives);
    }

    /// <summary>One point for each distinct score, from accepting nothing to accepting all.</summary>
    public IReadOnlyList<RocPoint> Points =>
        [.. _steps.Select(s => new RocPoint(s.Threshold, (double)s.FalsePositives / _negatives, (double)s.TruePositives / _positives))];

    /// <summary>Area under the curve: how likely a positive scores above a negative, ties half.</summary>
    public double Area
    {
        get
        {
            double area = 0;
            for (int i = 1; i < _steps.Count; i++)
                area += (_steps[i].FalsePositives - _steps[i - 1].FalsePositives) * (_steps[i].TruePositives + _steps[i - 1].TruePositives) / 2.0;
            return _positives == 0 || _negatives == 0 ? double.NaN : area / _positives / _negatives;
        }
    }

    /// <summary>Average precision: precision at each threshold, weighted by what recall it adds.</summary>
    public double AveragePrecision
    {
        get
        {
            double sum = 0;
            for (int i = 1; i < _steps.Count; i++)
            {
                double precision = (double)_steps[i].TruePositives / (_steps[i].TruePositives + _steps[i].FalsePositives);
                sum += (_steps[i].TruePositives - _steps[i - 1].TruePositives) * precision;
            }
            return _positives == 0 ? double.NaN : sum / _positives;
        }
    }

    /// <summary>Equal error rate: where false acceptance meets false rejection, read off the curve between its points.</summary>
    public double EqualErrorRate
    {
        get
        {
            if (_positives == 0 || _negatives == 0) return double.NaN;
            var points = Points;
            for (int i = 1; i < points.Count; i++)
            {
                double before = Excess(points[i - 1]), after = Excess(points[i]);
                if (after < 0) continue;
                double fraction = before == after ? 0 : before / (before - after);
                return points[i - 1].FalsePositiveRate + fraction * (points[i].FalsePositiveRate - points[i - 1].FalsePositiveRate);
            }
            return double.NaN;
        }
    }

    /// <summary>The least larger error of both kinds that a threshold reaches.</summary>
    public double LeastMaximumError => _positives == 0 || _negatives == 0 ? double.NaN
        : Points.Min(p => Math.Max(p.FalsePositiveRate, 1 - p.TruePositiveRate));

    /// <summary>The curve of scores.</summary>
    /// <param name="positive">Which items are positive.</param>
    /// <param name="scores">Higher means more likely positive.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static RocCurve Of(IReadOnlyList<bool> positive, IReadOnlyList<double> scores)
    {
        if (positive.Count != scores.Count) throw new ArgumentException($"{positive.Count} labels need as many scores, not {scores.Count}.", nameof(scores));
        if (scores.Any(double.IsNaN)) throw new ArgumentException("A score is NaN: leave items out that have none.", nameof(scores));
        return new(positive, scores);
    }

    // False positives over false negatives; rises along the curve.
    private static double Excess(RocPoint point) => point.FalsePositiveRate - (1 - point.TruePositiveRate);
}
