namespace Audire.Models.Chat.Templates;

/// <summary>All templates, and the markers by which their Jinja texts are told apart.</summary>
internal static class ChatTemplates
{
    /// <summary>All templates, by name.</summary>
    public static IReadOnlyList<ChatTemplate> Known { get; } =
    [
        new ChatMlTemplate("chatml", system: null),
        new ChatMlTemplate("smollm2", "You are a helpful AI assistant named SmolLM, trained by Hugging Face"),
        new ChatMlTemplate("qwen2", "You are a helpful assistant."),
        new ChatMlTemplate("qwen2.5", "You are Qwen, created by Alibaba Cloud. You are a helpful assistant."),
        new ChatMlTemplate("qwen2_audio", "You are a helpful assistant.", numbersAudio: true),
        new Llama3Template("llama3", alwaysPrompts: true),
        new Llama2Template(),
        new VicunaTemplate(),
        new SalmonnTemplate(),
    ];

    // What a template says beyond the forms above; silently leaving it out would give the model a prompt it was not trained on.
    private static readonly string[] Foreign =
        ["<think>", "reasoning_content", "<|vision_start|>", "Cutting Knowledge Date", "date_string", "<|python_tag|>", "<|im_sep|>"];

    /// <summary>The template that a Jinja text is, or null.</summary>
    public static ChatTemplate? Find(string jinja)
    {
        if (Foreign.Any(Has)) return null;
        if (Has("<SpeechHere>")) return ChatTemplate.ByName("salmonn");
        if (Has("<|im_start|>") && Has("<|im_end|>"))
            return Has("<|AUDIO|>") ? ChatTemplate.ByName("qwen2_audio")
                : Has("named SmolLM, trained by Hugging Face<|im_end|>") ? ChatTemplate.ByName("smollm2")
                : Has("You are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>") ? ChatTemplate.ByName("qwen2.5")
                : Has("You are a helpful assistant.<|im_end|>") ? ChatTemplate.ByName("qwen2")
                : Has("<|im_start|>system") ? null // a system turn of its own that is none of the above
                : ChatTemplate.ByName("chatml");
        if (Has("<|start_header_id|>") && Has("<|eot_id|>"))
            return Has("add_generation_prompt") ? new Llama3Template("llama3", alwaysPrompts: false) : ChatTemplate.ByName("llama3");
        if (Has("[INST]") && Has("<<SYS>>")) return ChatTemplate.ByName("llama2");
        return Has("USER: ") && Has("ASSISTANT:") && Has("</s>") ? ChatTemplate.ByName("vicuna_v1.1") : null;

        bool Has(string marker) => jinja.Contains(marker, StringComparison.Ordinal);
    }
}
