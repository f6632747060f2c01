#!/usr/bin/env bash
# Figures of the C++ headers and of the C library under them: what the headers add to a call in C, how soon a cancelled call
# ends, and resident memory over many loads of a small model.
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
# program NAME LIBRARY
program() {
    # shellcheck disable=SC2086  # words
    c++ $FLAGS "bindings/cpp/bench/$1.cpp" -L"$WORK" "-l$2" -pthread -Wl,-rpath,"$WORK" -o "$WORK/$1"
}

program crossing instant
program cancel cajal
program rounds cajal
cc -std=c99 -D_POSIX_C_SOURCE=200809L -O2 -Iinclude bindings/cpp/bench/rounds.c -L"$WORK" -lcajal -Wl,-rpath,"$WORK" \
    -o "$WORK/rounds_c"

"$WORK/crossing"
CAJAL_ONNXRUNTIME=$(realpath .cache/onnxruntime/[0-9]*/libonnxruntime.so.*)
export CAJAL_ONNXRUNTIME
failed=0
echo "cancel, models/clinical-es-mini-pharmaconer:"
"$WORK/cancel" models/clinical-es-mini-pharmaconer || failed=1
echo "load, run and close models/clinical-es-mini-pharmaconer:"
# Both at once: it is memory that is looked at.
"$WORK/rounds" models/clinical-es-mini-pharmaconer "${1:-10000}" >"$WORK/rounds.log" &
cpp=$!
"$WORK/rounds_c" models/clinical-es-mini-pharmaconer "${1:-10000}" >"$WORK/rounds_c.log" || failed=1
wait $cpp || failed=1
echo " in C++:"
cat "$WORK/rounds.log"
echo " in C:"
cat "$WORK/rounds_c.log"
exit $failed
