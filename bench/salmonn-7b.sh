#!/usr/bin/env bash
# The shape of SALMONN-7B with random weights at 4 bits: memory, speed, shares of the machine's limits.
#   bench/salmonn-7b.sh [--tiny] [--layers N] [--threads 1,2] [--pairs 5] [--peers FOLDER_WITH_llama-bench] [--out FILE.md]
# Run it alone: about 7 GB of memory, no disk but for --peers (4 GB in TMPDIR, removed at the end).
set -euo pipefail
cd "$(dirname "$0")/.."

tiny=no
for argument in "$@"; do case "$argument" in --tiny | --layers) tiny=yes ;; esac; done
if [ "$tiny" = no ] && [ -r /proc/meminfo ]; then
  free=$(awk '/^MemAvailable:/ { print int($2 / 1024 / 1024) }' /proc/meminfo)
  if [ "$free" -lt 8 ]; then
    echo "error: $free GiB of memory are free and 8 are needed; close other programs, or try it with --tiny." >&2
    exit 1
  fi
fi

dotnet build -c Release bench/Audire.Benchmarks -v quiet
exec dotnet run -c Release --no-build --project bench/Audire.Benchmarks -- salmonn "$@"
