#!/usr/bin/env bash
# Compares CUDA in f32 and f16 with the processor, and batches with single documents, answers and times, on a machine with an
# NVIDIA GPU.
# LIBRARY is libonnxruntime.so.1.28.0 of the PyPI package onnxruntime-gpu 1.28.0, with libonnxruntime_providers_cuda.so beside it;
# the loader must find CUDA 13 and cuDNN 9 (LD_LIBRARY_PATH). It has never run on a GPU so far: what it finds is news.
# Usage: scripts/check_cuda.sh LIBRARY     (exit 77: there is no GPU)
set -euo pipefail
cd "$(dirname "$0")/.."

if ! nvidia-smi --list-gpus 2>/dev/null | grep -q .; then
    echo "cuda: skipped: no GPU"
    exit 77
fi
CAJAL_ONNXRUNTIME=$(realpath "${1:?usage: scripts/check_cuda.sh LIBRARY}")
export CAJAL_ONNXRUNTIME
nvidia-smi --query-gpu=name,driver_version --format=csv,noheader
cargo test --quiet --release --features jni --test cuda -- --ignored --nocapture --test-threads 1
