using System.Diagnostics;
using System.Reflection;
using TorchSharp;
using Xunit;

namespace Audire.Tests;

/// <summary>Numbers handed to libtorch survive a garbage collection during the operation (docs/design/torchsharp-scalars.md).</summary>
public class TorchScalarTests
{
    [Fact]
    public void TorchSharp_keeps_its_arguments_alive()
    {
        var debuggable = typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>();
        Assert.True(debuggable is { IsJITOptimizerDisabled: true }, "TorchSharp.dll is the package's file: its arguments can be collected while they are used.");
    }

    [Fact]
    public void Collections_beside_operations_do_no_harm()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                for (var i = 0; i < 50; i++) GC.KeepAlive(new byte[1000]);
                GC.Collect(0);
            }
        });
        collector.Start();
        using var scope = torch.NewDisposeScope();
        var ones = torch.ones(2000);
        while (!stop.IsCancellationRequested)
        {
            using var step = torch.NewDisposeScope();
            Assert.Equal(4f, (ones * 3 + ones).square().div(4).min().item<float>());
        }
        collector.Join();
    }
}
