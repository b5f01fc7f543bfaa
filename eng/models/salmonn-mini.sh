#!/usr/bin/env bash
# Makes models/salmonn-mini: builds the corpus, trains the stages, rounds the weights and measures them. The box holds stages one and two. What it begins with: a folder that
# eng/corpus/bring.sh has filled. Every step goes on where it was stopped when the script is started again.
#   eng/models/salmonn-mini.sh SOURCES WORK        about two and a half hours on two cores with AVX512-BF16
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
sources=$(realpath "${1:?usage: eng/models/salmonn-mini.sh SOURCES WORK}")
work=$(realpath -m "${2:?usage: eng/models/salmonn-mini.sh SOURCES WORK}")
mkdir -p "$work" && cd "$work"
export AUDIRE_MODELS=$here/models

dotnet publish "$here/src/Audire.Cli" -c Release -o tool
audire() { dotnet tool/audire.dll "$@"; }

audire data build salmonn-mini --from "$sources" --out corpus
clips=(--data corpus/manifest.jsonl --cache cache --max-seconds 12 --dtype bf16)

audire train beats --data corpus/manifest.jsonl --out beats --steps 2400 --batch-size 16 --rate 0.001 --balance 0.6 --evaluate-every 400 --seconds 4
audire train --stage bridge "${clips[@]}" --out bridge-1 --beats beats/beats.safetensors --trim-to-clip --template chatml \
  --qformer-width 256 --qformer-heads 4 --window 0.25 --steps 3000 --evaluate-every 500 --save-every 500 --log-every 20
audire train --stage bridge "${clips[@]}" --out bridge-2 --model bridge-1/model --steps 4000 --batch-size 24 --rate 0.0007 --decay 0.1 --dropout 0.2 --lora-dropout 0.2 \
  --evaluate-every 500 --save-every 500 --log-every 20 --task-weight sex=3 language=3 repetitions=2 emotion=2
audire train --stage pretrain "${clips[@]}" --out pretrain --model bridge-2/model --lora-dropout 0.1 --steps 400 --rate 0.001 --evaluate-every 200 --log-every 10
audire train --stage instruct "${clips[@]}" --out instruct --model pretrain/model --steps 1400 --rate 0.0007 --evaluate-every 350 --save-every 200 --log-every 10 --task-weight sentence=1.5
audire train --stage instruct "${clips[@]}" --out instruct-2 --model instruct/model --steps 1000 --rate 0.0006 --dropout 0.15 --evaluate-every 500 --save-every 200 --log-every 10 \
  --task-weight emotion=4 sex=3 language=3 repetitions=1.5 sentence=0.8 transcript=0.4 caption=0.7

audire models convert instruct-2/model "$here/models/salmonn-mini" --type F16
audire audit corpus/test-suite.yaml --systems salmonn-mini,chance,majority --out test
audire data probe corpus

# The third stage and the scale, measured beside what is in the box: docs/salmonn-mini.md.
for rate in 0.00005 0.0003 0.001; do audire train --stage activate "${clips[@]}" --out "activate-$rate" --model instruct-2/model --story-scale 0.5 --rate $rate --evaluate-clips 0; done
for run in instruct-2 activate-*; do
  audire train sweep-scale --data corpus/manifest.jsonl --cache cache --max-seconds 12 --tasks digit sound sex emotion kind sentence --limit 16 --max-tokens 48 --model "$run/model" --out "sweep-$run" --json > "sweep-$run.json"
done
for stage in bridge-1 bridge-2 pretrain instruct instruct-2 activate-*; do audire report "$stage"; done
