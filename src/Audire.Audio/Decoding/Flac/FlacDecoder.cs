namespace Audire.Audio.Decoding.Flac;

/// <summary>FLAC as RFC 9639 defines it: 4 to 32 bits, up to 8 channels, fixed and variable block sizes, every checksum verified.</summary>
internal static class FlacDecoder
{
    /// <summary>Decodes from the signature at the current position to the end of the sound.</summary>
    /// <remarks>
    /// A file cut inside a frame gives the frames before it and a warning; frames out of order give a warning; anything else that is wrong is refused.
    /// Where the total is known, what follows the last sample (a tag, say) is left alone.
    /// </remarks>
    public static AudioClip Decode(DecodeContext context)
    {
        var info = FlacMetadata.Read(context);
        var reader = new FlacBitReader(context.Source);
        var samples = new SampleBuffer(info.Channels, Math.Min(info.TotalSamples, context.Source.Remaining / info.Channels));
        using var md5 = new FlacMd5(info);
        var complete = ReadFrames(context, info, reader, samples, md5);
        if (samples.Length == 0 && !complete) context.Fail(AudioFormatProblem.TruncatedData, "the file ends before its first frame is complete");
        if (complete && info.HasMd5 && samples.Length > 0 && !md5.Matches())
            context.Fail(AudioFormatProblem.Checksum, "the MD5 of the decoded samples is not the one in STREAMINFO");
        return context.Finish(samples.ToArrays(), info.SampleRate);
    }

    private static bool ReadFrames(DecodeContext context, FlacStreamInfo info, FlacBitReader reader, SampleBuffer samples, FlacMd5 md5)
    {
        var frame = new FlacFrame(reader, info);
        var order = new FrameOrder(context, info);
        try
        {
            while (info.TotalSamples == 0 ? !reader.AtEnd : samples.Length < info.TotalSamples)
            {
                context.Cancellation.ThrowIfCancellationRequested();
                frame.Read();
                if (info.TotalSamples > 0 && samples.Length + frame.Header.BlockSize > info.TotalSamples)
                    reader.Fail(AudioFormatProblem.CorruptHeader, $"STREAMINFO claims {info.TotalSamples} samples and the frames hold more");
                context.CheckLength(samples.Length + frame.Header.BlockSize, info.Channels);
                order.Check(frame.Header, samples.Length);
                for (var c = 0; c < info.Channels; c++) Append(frame.Channel(c), info.Bits, samples.Extend(c, frame.Header.BlockSize));
                if (info.HasMd5) md5.Append(frame);
            }
            return true;
        }
        catch (EndOfFlacException)
        {
            context.Warnings.Add(info.TotalSamples > 0
                ? $"The file ends after {samples.Length} of {info.TotalSamples} samples: what is there was decoded."
                : $"The file ends inside a frame after {samples.Length} samples: what is there was decoded.");
            return false;
        }
    }

    private static void Append(ReadOnlySpan<long> frame, int bits, Span<float> destination)
    {
        var scale = 1.0 / (1L << (bits - 1));
        for (var i = 0; i < frame.Length; i++) destination[i] = (float)(frame[i] * scale);
    }

    /// <summary>Warns once where frames are not numbered one after the other.</summary>
    private sealed class FrameOrder(DecodeContext context, FlacStreamInfo info)
    {
        private long _frames;
        private bool _warned;

        public void Check(FlacFrameHeader header, long samplesBefore)
        {
            var expected = header.VariableBlocks ? samplesBefore : _frames;
            _frames++;
            if (header.Number == expected || _warned) return;
            _warned = true;
            context.Warnings.Add($"A frame is numbered {header.Number} where {expected} was expected, of {info.TotalSamples} samples: frames may be missing or out of order.");
        }
    }
}
