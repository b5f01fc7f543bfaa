namespace Audire.Reporting.Model;

/// <summary>A system on the board and how plots draw it.</summary>
/// <param name="Name">The name as it was given.</param>
/// <param name="Slot">Index of its colour and marker, 0 to 6; -1 for a constant baseline, which is drawn hollow and grey.</param>
public sealed record SystemModel(string Name, int Slot)
{
    /// <summary>How many colours and markers there are; more systems than these share them.</summary>
    public const int Slots = 7;

    /// <summary>True for chance, majority and empty answer: systems that listen to nothing and show what a score is worth.</summary>
    public bool IsBaseline => Slot < 0;
}
