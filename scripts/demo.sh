#!/usr/bin/env bash
# Sets up, builds the C library and the command line, and shows entities and masked words from both.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh demo

TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
readonly TARGET
readonly PREFIX=$PWD/build/cajal
readonly NOTE='Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.'
readonly MASKED=(
    'El único antecedente personal a reseñar era la <mask> arterial.'
    'Las radiologías óseas de cuerpo entero no detectan alteraciones <mask>, ni alteraciones vertebrales.'
    'En el <mask> toraco-abdómino-pélvico no se encontraron hallazgos patológicos de interés.'
)

# Says nothing unless it fails.
quietly() {
    local log=build/demo.log
    "$@" >"$log" 2>&1 || { cat "$log" >&2 && printf 'demo: failed: %s\n' "$*" >&2 && exit 1; }
}

title() {
    printf '\n== %s\n' "$*"
}

show() {
    printf '$ %s "%s"\n' "$1 $2" "$3"
    "$@"
}

mkdir -p build
echo "demo: building (some minutes the first time)"
quietly cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_LIBDIR=lib -DCAJAL_CARGO_TARGET_DIR="$TARGET"
quietly cmake --build build
quietly cmake --install build --prefix "$PREFIX"
for example in ner fill_mask; do
    quietly cc "examples/c/$example.c" -I"$PREFIX/include" -L"$PREFIX/lib" -lcajal -Wl,-rpath,"$PREFIX/lib" \
        -o "build/$example"
done
quietly cargo build --release --bin cajal

# The C programs find the ONNX Runtime that was installed beside libcajal; the command line is told where one is.
title "Entities, from C (examples/c/ner.c)"
show build/ner models/clinical-es-mini-pharmaconer "$NOTE"
title "Masked words, from C (examples/c/fill_mask.c)"
show build/fill_mask models/clinical-es-mini "${MASKED[0]}"

export PATH=$TARGET/release:$PATH
export CAJAL_ONNXRUNTIME=${CAJAL_ONNXRUNTIME:-$(echo "$PREFIX"/lib/libonnxruntime.so.*)}
title "Entities, from the command line"
show cajal ner "$NOTE"
title "Masked words, from the command line"
for text in "${MASKED[@]}"; do
    show cajal fill-mask "$text"
done
