using System.CommandLine;
using Audire.Cli.Hosting;
using Audire.Cli.Terminal;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary>Help and wrong usage: exit codes, and that every option says what it does, its default and an example.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task Help_goes_to_standard_output_and_names_every_command()
    {
        var run = await CommandRun.InProcessAsync("--help");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.All(CommandCatalog.Names, name => Assert.Contains($"  {name} ", run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("doctor", "--nonsense")]
    [InlineData("doctor", "surplus")]
    public async Task Wrong_usage_exits_2_and_says_how_to_find_out(params string[] args)
    {
        var run = await CommandRun.InProcessAsync(args);

        Assert.Equal(ExitCode.WrongUsage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("error: ", run.LastErrorLine, StringComparison.Ordinal);
        Assert.Contains("--help", run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_states_its_default_and_an_example_and_every_argument_and_command_its_purpose()
    {
        var io = new CommandIo(TextWriter.Null, TextWriter.Null);
        var faults = CommandCatalog.Root([.. CommandCatalog.Names], io).Subcommands.SelectMany(Faults).ToList();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_cancelled_command_exits_130()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var run = await CommandRun.UnderAsync(["doctor"], source.Token);

        Assert.Equal(ExitCode.Stopped, run.ExitCode);
    }

    private static IEnumerable<string> Faults(Command command)
    {
        if (string.IsNullOrWhiteSpace(command.Description)) yield return $"{command.Name}: no description";
        foreach (var argument in command.Arguments.Where(argument => string.IsNullOrWhiteSpace(argument.Description)))
            yield return $"{command.Name} {argument.Name}: no description";
        foreach (var option in command.Options)
        {
            if (option.Description?.Contains("default: ", StringComparison.Ordinal) != true) yield return $"{command.Name} {option.Name}: no default";
            if (option.Description?.Contains("example: ", StringComparison.Ordinal) != true) yield return $"{command.Name} {option.Name}: no example";
        }
        foreach (var fault in command.Subcommands.SelectMany(Faults)) yield return $"{command.Name} {fault}";
    }
}
