#!/usr/bin/env bash
# Figures of the C# classes, on mono and, where scripts/test_csharp.sh has fetched it, on .NET Core: what a call costs beside
# the work itself; documents a second against the Rust API, in turns; how soon a cancelled run ends; resident memory over many
# loads of a small model.
# Usage: scripts/bench_csharp.sh [crossing | throughput | cancel | rounds [N]]  (default: all; 10000 rounds take many minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/bench_common.sh
. scripts/dotnet.sh

readonly BINDING=bindings/csharp MODEL=models/clinical-es-mini-pharmaconer
readonly TURNS=5 NOTES=100
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
readonly TARGET WORK
trap 'rm -rf "$WORK"' EXIT
CAJAL_ONNXRUNTIME=$(realpath .cache/onnxruntime/[0-9]*/libonnxruntime.so.*)
export CAJAL_ONNXRUNTIME

# compile FOLDER SUFFIX FLAGS...: the assembly and the programs that measure it
compile() {
    local folder=$1 suffix=$2 program
    shift 2
    mkdir -p "$folder"
    mcs -langversion:7.2 -unsafe -optimize+ "$@" -target:library -out:"$folder/Cajal.dll" $BINDING/src/*.cs
    for program in Crossing Throughput Stop; do
        mcs -langversion:7.2 -unsafe -optimize+ "$@" -r:"$folder/Cajal.dll" -out:"$folder/$program.$suffix" $BINDING/bench/$program.cs
        dotnet_config "$folder/$program"
    done
}

# use LIBRARY: what the programs load
use() {
    local folder
    for folder in "$WORK/mono" "$WORK/dotnet"; do
        [ ! -d "$folder" ] || ln -sf "$1" "$folder/libcajal.so"
    done
}

measure_crossing() {
    cc -O2 -shared -fPIC -Iinclude $BINDING/bench/stub.c -o "$WORK/stub.so"
    use "$WORK/stub.so"
    mono "$WORK/mono/Crossing.exe"
    [ -z "$dotnet" ] || "$dotnet" "$WORK/dotnet/Crossing.dll"
}

# of_rust NAME: the medians of what a language reaches of Rust, turn by turn, so that what else the machine does falls on
# both; first of documents a second, then of documents for a second of processor time, the start of the program included
of_rust() {
    paste "$WORK/$1.rates" "$WORK/Rust.rates" | awk '{ print $1 / $2 }' | median
    paste "$WORK/Rust.seconds" "$WORK/$1.seconds" | awk '{ print $1 / $2 }' | median
}

measure_throughput() {
    local rust name number
    rust=$(bench_program ner_throughput)
    # Of the same build as the program: cargo build would build the library once more, without what the tests need.
    use "$TARGET/release/deps/libcajal.so"
    PYTHONIOENCODING=utf-8 python3 scripts/bench_notes.py $NOTES >"$WORK/notes"
    for ((number = 0; number < TURNS; number++)); do
        turn Rust "$rust"
        turn mono mono "$WORK/mono/Throughput.exe"
        [ -z "$dotnet" ] || turn .NET "$dotnet" "$WORK/dotnet/Throughput.dll"
    done
    expect_agreement
    for name in Rust mono ${dotnet:+.NET}; do
        echo "throughput: $name $(median <"$WORK/$name.rates") documents/s; of Rust $(of_rust "$name" | xargs)" \
            "by the clock and by processor time (medians of $TURNS x $NOTES notes, $(nproc) threads)"
    done
}

measure_cancel() {
    local told="cancel: milliseconds from the request to the end of the run,"
    cargo build --quiet --release --lib --no-default-features
    use "$TARGET/release/libcajal.so"
    echo "$told $(mono "$WORK/mono/Stop.exe" $MODEL)"
    [ -z "$dotnet" ] || echo "$told $("$dotnet" "$WORK/dotnet/Stop.dll" $MODEL)"
}

dotnet=$(ls .cache/dotnetcore/*/dotnet 2>/dev/null || true)
compile "$WORK/mono" exe
if [ -n "$dotnet" ]; then
    mapfile -t flags < <(dotnet_flags "$(dirname "$dotnet")")
    compile "$WORK/dotnet" dll "${flags[@]}"
fi
case "${1:-all}" in
    crossing) measure_crossing ;;
    throughput) measure_throughput ;;
    cancel) measure_cancel ;;
    rounds) scripts/test_csharp.sh rounds "${2:-10000}" ;;
    all)
        measure_crossing
        measure_throughput
        measure_cancel
        scripts/test_csharp.sh rounds 10000
        ;;
    *)
        echo "usage: scripts/bench_csharp.sh [crossing | throughput | cancel | rounds [N]]" >&2
        exit 2
        ;;
esac
