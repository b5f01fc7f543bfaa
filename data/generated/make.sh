#!/bin/sh
# Speaks every sentence of sentences.tsv with a female and a male voice of two synthesisers, so that speech of both sexes can be
# compared sentence by sentence. Needs flite, espeak-ng, ffmpeg and flac (Debian 12: flite 2.2, espeak-ng 1.51, flac 1.4.2).
#   flite: slt (female) and rms (male) of CMU Arctic; espeak-ng: formant voices en-us+f3 (female) and en-us+m3 (male).
# Writes clips/SENTENCE_ENGINE_SEX.flac, 16 kHz, mono, 16 bit. Other versions of the tools may give other bytes: then update the manifest.
set -eu
cd "$(dirname "$0")"
mkdir -p clips
spoken=$(mktemp --suffix .wav)
plain=$(mktemp --suffix .wav)
trap 'rm -f "$spoken" "$plain"' EXIT

store() { # brings what was spoken to 16 kHz mono and packs it without any date or tag
  ffmpeg -nostdin -v error -y -i "$spoken" -ac 1 -ar 16000 -c:a pcm_s16le -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$plain"
  flac --silent --force --best --no-padding --no-seektable -o "clips/$1.flac" "$plain"
}

tail -n +2 sentences.tsv | while IFS="$(printf '\t')" read -r id text; do
  flite -voice slt -t "$text" -o "$spoken" && store "${id}_flite_female"
  flite -voice rms -t "$text" -o "$spoken" && store "${id}_flite_male"
  espeak-ng -v en-us+f3 -s 165 -w "$spoken" "$text" && store "${id}_espeak_female"
  espeak-ng -v en-us+m3 -s 165 -w "$spoken" "$text" && store "${id}_espeak_male"
done
