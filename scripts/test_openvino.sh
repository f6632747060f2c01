#!/usr/bin/env bash
# Fetches OpenVINO in the form that serves this processor, then compares its answers with the processor's own provider's.
# Usage: scripts/test_openvino.sh     (exit 77: there is none for this machine, or it cannot be fetched)
set -euo pipefail
cd "$(dirname "$0")/.."

if ! scripts/setup.sh openvino; then
    echo "openvino: skipped: see the line above"
    exit 77
fi
grep -q GenuineIntel /proc/cpuinfo || export CAJAL_ONNXRUNTIME=$PWD/.cache/onnxruntime/openvino-1.24.1/libonnxruntime.so.1.24.1
cargo test --quiet --features jni --test openvino -- --ignored --nocapture
