using Audire.Models;
using Audire.Models.Checkpoints;
using Audire.Models.Salmonn;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Folders that are not what they say are refused in one sentence that names the file.</summary>
public sealed class HostileFolderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"model_type\": \"whisper\"}")]
    [InlineData("{\"model_type\": \"audire-salmonn\"}")]
    [InlineData("{\"model_type\": \"audire-salmonn\", \"whisper\": 3}")]
    public void A_configuration_that_is_none_is_named(string json)
    {
        using var folder = TrainedFolder.Open();
        var path = Path.Combine(folder.Path, "config.json");
        File.WriteAllText(path, json);
        Assert.Contains(path, Assert.ThrowsAny<ModelConfigException>(folder.Load).Message, StringComparison.Ordinal);
        Assert.Equal(json.Contains("audire", StringComparison.Ordinal), SalmonnFolder.Is(folder.Path));
    }

    [Theory]
    [InlineData("\"heads\": 4", "\"heads\": 5")]
    [InlineData("\"hidden\": 32", "\"hidden\": 2000000000")]
    [InlineData("\"queries\": 1", "\"queries\": -1")]
    [InlineData("\"rank\": 4", "\"rank\": 0")]
    [InlineData("\"dropout\": 0.1", "\"dropout\": 1e300")]
    [InlineData("\"seconds\": 0.333333", "\"seconds\": 0")]
    [InlineData("\"whisper\": \"whisper\"", "\"whisper\": \"../../../../etc\"")]
    [InlineData("q_proj", "z_proj")]
    public void A_value_that_no_model_has_is_named(string from, string to)
    {
        using var folder = TrainedFolder.Open();
        var path = Path.Combine(folder.Path, "config.json");
        var text = File.ReadAllText(path);
        Assert.SkipUnless(text.Contains(from, StringComparison.Ordinal), $"The recorded configuration does not say {from}.");
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains("config.json", Assert.ThrowsAny<ModelConfigException>(folder.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_cut_file_is_named()
    {
        using var folder = TrainedFolder.Open();
        var adapter = Path.Combine(folder.Path, "adapter.safetensors");
        var bytes = File.ReadAllBytes(adapter);
        File.WriteAllBytes(adapter, bytes[..(bytes.Length / 2)]);
        Assert.Contains("adapter.safetensors", Assert.Throws<CheckpointException>(folder.Load).Message, StringComparison.Ordinal);
        File.WriteAllBytes(adapter, bytes);
        File.Delete(Path.Combine(folder.Path, "beats.safetensors"));
        Assert.Contains("beats.safetensors", Assert.Throws<CheckpointException>(folder.Load).Message, StringComparison.Ordinal);
    }
}
