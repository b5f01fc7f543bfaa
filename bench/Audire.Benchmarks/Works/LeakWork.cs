using Audire.Models.Llama;
using TorchSharp;

namespace Audire.Benchmarks.Works;

/// <summary>Memory over many requests: live tensors and resident bytes must not grow.</summary>
internal static class LeakWork
{
    public static IEnumerable<Measurement> Run(Settings settings)
    {
        torch.set_num_threads(settings.Threads[^1]);
        using var model = LlamaModel.Load(settings.SmolLm);
        Requests(model, 10);
        var tensors = torch.Tensor.TotalCount;
        Requests(model, 90);
        var after = torch.Tensor.TotalCount;
        var resident = Resident();
        Requests(model, 900);
        yield return new Measurement("live tensors after 100 requests against after 10", settings.Threads[^1], "tensors", false, [after], [tensors], "after 10");
        yield return new Measurement("resident memory after 1,000 requests against after 100", settings.Threads[^1], "MB", false, [Resident()], [resident], "after 100");
    }

    private static void Requests(LlamaModel model, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var scope = torch.NewDisposeScope();
            using var state = model.Start();
            state.Prefill([1, 2 + (i % 50), 3, 4]);
            state.Step([5]);
        }
    }

    private static double Resident()
    {
        GC.Collect();
        using var me = System.Diagnostics.Process.GetCurrentProcess();
        return me.WorkingSet64 / 1e6;
    }
}
