namespace Audire.Training.Salmonn;

/// <summary>The three stages of SALMONN's training (Tang et al. 2024, section 3.2 and 3.3), and a warm start of ours.</summary>
public enum TrainingStage
{
    /// <summary>Before the published three: the bridge alone learns to tell labelled clips apart, with no language model in the loop.</summary>
    Bridge,

    /// <summary>Sound and text are brought together: transcripts and captions.</summary>
    Pretrain,

    /// <summary>Many tasks, each with its prompts.</summary>
    Instruct,

    /// <summary>A few long stories that the model wrote itself.</summary>
    Activate,
}
