#!/usr/bin/env bash
# Tests the C# binding on mono, and on .NET Core 3.1 where its wheel can be had: the tests, then the examples.
# Usage: scripts/test_csharp.sh [rounds N]     (rounds: load, run and close N times, and compare resident memory)
# Exit code 77: neither mono's compiler is here nor may it be installed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/dotnet.sh

readonly ROOT=$PWD
readonly TARGET=${CARGO_TARGET_DIR:-target}
readonly BINDING=bindings/csharp
readonly DOTNET=.cache/dotnetcore/3.1.23
WORK=$(mktemp -d)
readonly WORK
trap 'rm -rf "$WORK"' EXIT
# What compiles here compiles with every later compiler; the project file asks for no newer language.
readonly COMPILE='mcs -langversion:7.2 -unsafe -warn:4 -warnaserror'

fail() {
    printf 'test_csharp: %s\n' "$*" >&2
    exit 1
}

skip() {
    printf 'test_csharp: skipped: %s\n' "$*"
    exit 77
}

find_mono() {
    command -v mcs >/dev/null && command -v mono >/dev/null && return 0
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null ||
        skip "mono is missing; as root, run: apt-get install mono-mcs mono-runtime"
    echo "installing Debian packages: mono-mcs mono-runtime"
    apt-get update -q >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends mono-mcs mono-runtime >/dev/null ||
        skip "the packages mono-mcs and mono-runtime cannot be installed"
}

# Fetches the .NET Core runtime, pinned by hash. Fails where it cannot be had.
find_dotnet() {
    [ -x "$DOTNET/dotnet" ] && return 0
    [ "$(uname -m)" = x86_64 ] || return 1
    mkdir -p .cache/dotnetcore
    local work
    work=$(mktemp -d .cache/dotnetcore/fetch.XXXXXX)
    echo "dotnetcore2==3.1.23 --hash=sha256:5f076ddc39da0c685e7de20ecb91ee81185928918ec86fbeb3bffc55dd867ab5" >"$work/pin"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
        --dest "$work" --requirement "$work/pin" && python3 -m zipfile -e "$work"/*.whl "$work/wheel" || {
        rm -rf "$work"
        return 1
    }
    chmod +x "$work/wheel/dotnetcore2/bin/dotnet"
    rm -rf "$DOTNET"
    mv "$work/wheel/dotnetcore2/bin" "$DOTNET"
    rm -rf "$work"
}

# compile FOLDER FLAGS...: the assembly with its documentation, the tests and the examples, as FOLDER asks for them.
compile() {
    local folder=$1
    shift
    mkdir -p "$folder"
    cc -Iinclude $BINDING/tests/layouts.c -o "$WORK/layouts" && "$WORK/layouts" >"$WORK/layouts.txt"
    $COMPILE "$@" -target:library -doc:"$folder/Cajal.xml" -out:"$folder/Cajal.dll" $BINDING/src/*.cs
    $COMPILE "$@" -r:"$folder/Cajal.dll" -out:"$folder/Cajal.Tests.$suffix" $BINDING/tests/*.cs
    local example
    for example in Hello Batch; do
        $COMPILE "$@" -r:"$folder/Cajal.dll" -out:"$folder/$example.$suffix" examples/csharp/$example.cs
    done
}

compile_for_mono() {
    suffix=exe compile "$WORK/mono"
    # Mono looks for the library beside the assembly.
    ln -s "$library" "$WORK/mono/libcajal.so"
}

compile_for_dotnet() {
    local program flags folder=$WORK/dotnet
    mapfile -t flags < <(dotnet_flags "$DOTNET")
    suffix=dll compile "$folder" "${flags[@]}"
    # As in a NuGet package.
    mkdir -p "$folder/runtimes/linux-x64/native"
    ln -s "$library" "$folder/runtimes/linux-x64/native/libcajal.so"
    # As a program gets it for whose framework there is no build.
    mkdir "$folder/netstandard"
    mapfile -t flags < <(dotnet_flags "$DOTNET" | grep -v '^-d:')
    $COMPILE "${flags[@]}" -target:library -out:"$folder/netstandard/Cajal.dll" $BINDING/src/*.cs
    ln -s "$library" "$folder/netstandard/libcajal.so"
    for program in Cajal.Tests Hello Batch; do
        dotnet_config "$folder/$program"
    done
}

# run_example NAME ARGUMENTS...: it prints what is written down.
run_example() {
    local name=$1
    shift
    $run "$folder/$name.$suffix" "$@" 2>"$WORK/log" | diff -u "examples/csharp/$name.out" - || {
        cat "$WORK/log" >&2
        fail "the example $name failed or prints something else"
    }
    echo "ok      example: $name"
}

# test_on RUNTIME FOLDER SUFFIX
test_on() {
    local run=$1 folder=$2 suffix=$3 name
    local tests=("$run" "$folder/Cajal.Tests.$suffix" "$ROOT" "$WORK/layouts.txt")
    if [ -n "$rounds" ]; then
        "${tests[@]}" rounds "$rounds" || fail "memory grew, or a round failed, with $run"
        return
    fi
    "${tests[@]}" || fail "tests failed with $run"
    for name in $("${tests[@]}" alone); do
        "${tests[@]}" "$name" || fail "$name failed with $run"
    done
    run_example Hello
    run_example Batch models/clinical-es-mini-pharmaconer examples/csharp/notes
    python3 $BINDING/tests/cancel_batch.py models/clinical-es-mini-pharmaconer examples/csharp/notes \
        "$run" "$folder/Batch.$suffix" || fail "Ctrl-C in the example Batch failed with $run"
    echo "ok      example: Batch, cancelled"
}

rounds=
case "${1:-}" in
    '') ;;
    rounds) rounds=${2:?usage: scripts/test_csharp.sh rounds N} ;;
    *) fail "usage: scripts/test_csharp.sh [rounds N]" ;;
esac
find_mono
cargo build --quiet --release --lib --no-default-features
library=$(realpath "$TARGET/release/libcajal.so")
CAJAL_ONNXRUNTIME=$(echo "$PWD"/.cache/onnxruntime/[0-9]*/libonnxruntime.so.*)
export CAJAL_ONNXRUNTIME
compile_for_mono
test_on mono "$WORK/mono" exe
if find_dotnet; then
    compile_for_dotnet
    test_on "$DOTNET/dotnet" "$WORK/dotnet" dll
else
    echo "skipped on .NET Core: its runtime cannot be fetched with pip for this machine"
fi
