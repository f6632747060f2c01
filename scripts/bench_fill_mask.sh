#!/usr/bin/env bash
# Times a text with one mask at base size, 32, 128 and 512 tokens: this library against the same model with its full head in
# ONNX Runtime, and against transformers, in turns in one run. Prints the ratios; it fails where one is above its limit.
# Usage: scripts/bench_fill_mask.sh [ROUNDS]     PYTHON names an interpreter with the packages of
#                                                tests/golden/requirements.txt; about 1.5 GB go to .cache/bench
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/bench_common.sh

python=${PYTHON:-python3}
"$python" -c 'import onnx, onnxruntime, torch, transformers' 2>/dev/null || {
    echo "bench_fill_mask: $python lacks packages; install those of tests/golden/requirements.txt, or name another in PYTHON" >&2
    exit 1
}
[ -d .cache/onnxruntime ] || scripts/setup.sh demo
program=$(bench_program fill_mask)
export CAJAL_ONNXRUNTIME=${CAJAL_ONNXRUNTIME:-$(echo "$PWD"/.cache/onnxruntime/[0-9]*/libonnxruntime.so.*)}
folder=.cache/bench/roberta-base-52k
mkdir -p "$folder"
"$python" scripts/bench_fill_mask.py "$program" "$folder" --rounds "${1:-15}"
