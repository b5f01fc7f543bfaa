using Spectre.Console;

namespace Audire.Cli.Terminal;

/// <summary>A table for people: it fits the terminal's width, and is never wrapped where it is piped.</summary>
/// <param name="headings">Column headings; one that starts with &gt; is set to the right.</param>
internal sealed class TableView(params string[] headings)
{
    private const int PipedWidth = 1000;

    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row: one text a column.</summary>
    public void Add(params string[] row) => _rows.Add(row);

    /// <summary>Writes the table to standard output.</summary>
    public void Write(CommandIo io)
    {
        var table = new Table().Border(io.IsOutInteractive ? TableBorder.Rounded : TableBorder.None);
        foreach (var heading in headings)
        {
            var column = new TableColumn(Markup.Escape(heading.TrimStart('>')));
            if (heading.StartsWith('>')) column.RightAligned();
            if (!io.IsOutInteractive) column.NoWrap();
            table.AddColumn(column);
        }
        foreach (var row in _rows) table.AddRow([.. row.Select(Markup.Escape)]);

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(io.Out),
            Ansi = io.IsOutInteractive && io.UsesColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = io.IsOutInteractive ? Math.Max(40, Console.WindowWidth) : PipedWidth;
        console.Write(table);
    }
}
