#!/usr/bin/env bash
# Figures of the C++ headers: what they add to a call in C, and resident memory over many loads of a small model.
# Usage: scripts/bench_cpp.sh [ROUNDS]     (default: 10000, which takes many minutes)
set -euo pipefail
cd "$(dirname "$0")/.."

TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
readonly TARGET WORK FLAGS='-std=c++17 -O2 -Iinclude -Ibindings/cpp/include'

cargo build --quiet --release --lib --no-default-features
ln -s "$TARGET/release/libcajal.so" "$WORK/libcajal.so"
ln -s "$TARGET/release/libcajal.so" "$WORK/$(readelf -d "$TARGET/release/libcajal.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')"
# A library of its own, as libcajal is: nothing of it is inlined.
cc -std=c99 -O2 -shared -fPIC -Iinclude bindings/cpp/bench/instant.c -o "$WORK/libinstant.so"
# shellcheck disable=SC2086  # words
c++ $FLAGS bindings/cpp/bench/crossing.cpp -L"$WORK" -linstant -Wl,-rpath,"$WORK" -o "$WORK/crossing"
# shellcheck disable=SC2086
c++ $FLAGS bindings/cpp/bench/rounds.cpp -L"$WORK" -lcajal -Wl,-rpath,"$WORK" -o "$WORK/rounds"

"$WORK/crossing"
CAJAL_ONNXRUNTIME=$(realpath .cache/onnxruntime/*/libonnxruntime.so.*)
export CAJAL_ONNXRUNTIME
echo "load, run and close models/clinical-es-mini-pharmaconer:"
"$WORK/rounds" models/clinical-es-mini-pharmaconer "${1:-10000}"
