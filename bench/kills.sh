#!/usr/bin/env bash
# Kills a small training a hundred times (SIGKILL at random moments, every tenth time SIGTERM), starts it again each time, and compares the weights it ends with
# with those of a run that nobody disturbed. Usage: bench/kills.sh [KILLS]; needs a release build and the recorded models (AUDIRE_SHARED, default ../shared).
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-100}
parts=${AUDIRE_SHARED:-../shared}/fixtures/salmonn/tiny
tool=artifacts/bin/Audire.Cli/release/audire
[ -x "$tool" ] || { echo "Build first: dotnet build -c Release src/Audire.Cli"; exit 1; }
[ -d "$parts" ] || { echo "The recorded models are not at $parts; set AUDIRE_SHARED."; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for clip in clip0 clip1; do
  cp "$parts/$clip.wav" "$work/"
  printf '{"path":"%s.wav","text":"the dog barks","task":"sentence","Q":"What is said?"}\n{"path":"%s.wav","text":"dog","label":"dog","task":"sound","Q":"What is it?"}\n' $clip $clip >> "$work/m.jsonl"
  printf '{"path":"%s.wav","text":"dog","label":"dog","task":"sound","Q":"What is it?","split":"valid"}\n' $clip >> "$work/m.jsonl"
done
export OMP_NUM_THREADS=1 AUDIRE_THREADS=1
train() { # takes the shell's place, so that a signal reaches the tool itself
  exec "$tool" train --stage instruct --whisper "$parts/ckpt/whisper" --beats "$parts/ckpt/beats.safetensors" --llm "$parts/ckpt/llama" --qformer-width 32 --qformer-heads 4 \
    --lora-rank 2 --data "$work/m.jsonl" --cache "$work/cache" --out "$1" --steps 600 --batch-size 2 --save-every 5 --evaluate-every 40 --evaluate-tokens 4
}
digest() { sha256sum "$1/model/adapter.safetensors" | cut -c1-64; }
(train "$work/whole") > /dev/null 2>&1
expected=$(digest "$work/whole")
done=0 runs=0 torn=0
until [ "$done" -ge "$kills" ]; do
  runs=$((runs + 1))
  until [ -e "$work/run$runs/model/config.json" ]; do
    train "$work/run$runs" > /dev/null 2>&1 &
    pid=$!
    if [ "$done" -lt "$kills" ]; then
      sleep "$(( RANDOM % 3 + 1 )).$(( RANDOM % 10 ))"
      signal=KILL; [ $(( done % 10 )) -eq 9 ] && signal=TERM
      if kill -s $signal $pid 2> /dev/null; then done=$((done + 1)); fi
    fi
    wait $pid 2> /dev/null || true
    torn=$((torn + $(find "$work/run$runs" -name '*.tmp' | wc -l)))
  done
  found=$(digest "$work/run$runs")
  [ "$found" = "$expected" ] || { echo "run $runs ended with other weights after $done kills: $found, not $expected"; exit 1; }
  rm -rf "$work/run$runs"
done
echo "$done kills over $runs runs, $torn torn writes left behind: all ended with the same weights ($expected)"
