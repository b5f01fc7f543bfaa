using System.Runtime.InteropServices;
using System.Text;
using Audire.Cli.Hosting;
using Audire.Cli.Terminal;

// Machine output is UTF-8 everywhere; only Windows has another default.
if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;

using var stop = new StopSignal();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop.OnSignal);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop.OnSignal);
return await CommandHost.RunAsync(args, CommandIo.FromConsole(), stop.Token);
