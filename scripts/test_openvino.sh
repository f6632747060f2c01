#!/usr/bin/env bash
# Fetches OpenVINO in the form that serves this processor, compares its answers with those of the processor's own provider,
# and looks at what its libraries could do and do.
# Usage: scripts/test_openvino.sh CAJAL     (the command-line program; exit 77: OpenVINO cannot be had for this machine)
set -euo pipefail
cd "$(dirname "$0")/.."

CAJAL=${1:?usage: scripts/test_openvino.sh CAJAL}
if ! scripts/setup.sh openvino; then
    echo "openvino: skipped: see the line above"
    exit 77
fi
grep -q GenuineIntel /proc/cpuinfo || export CAJAL_ONNXRUNTIME=$PWD/.cache/onnxruntime/openvino-1.24.1/libonnxruntime.so.1.24.1
cargo test --quiet --features jni --test openvino -- --ignored --nocapture
scripts/check_privacy.sh "$CAJAL" openvino
