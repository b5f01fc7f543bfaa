namespace Audire.Cli.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">Stable short name.</param>
/// <param name="Ok">True where all is as it should be.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do; empty where nothing has to be done.</param>
/// <param name="Required">False for what Audire can do without: it never makes the whole fail.</param>
internal sealed record DoctorCheck(string Name, bool Ok, string Detail, string Fix = "", bool Required = true);

/// <summary>What <c>audire doctor --json</c> writes.</summary>
/// <param name="Ok">True where every required check is.</param>
/// <param name="Checks">All checks in order.</param>
internal sealed record DoctorReport(bool Ok, IReadOnlyList<DoctorCheck> Checks);
