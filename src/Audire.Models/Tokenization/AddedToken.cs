namespace Audire.Models.Tokenization;

/// <summary>A token found in text before anything is merged: a control marker, or a word added to a trained vocabulary.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text.</param>
/// <param name="Special">Whether it is a control marker: left out when special tokens are skipped.</param>
/// <param name="Normalized">Whether it is looked for in the normalised text, after the others.</param>
/// <param name="StripLeft">Whether it takes the white space before it.</param>
/// <param name="StripRight">Whether it takes the white space after it.</param>
/// <param name="SingleWord">Whether it counts only where no letter, digit or underscore touches it.</param>
internal sealed record AddedToken(
    int Id, string Content, bool Special, bool Normalized = false, bool StripLeft = false, bool StripRight = false, bool SingleWord = false);
