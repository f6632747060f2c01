#!/usr/bin/env bash
# This library and its peers side by side, in one run, into BENCHMARKS.md: transformers, ONNX Runtime in Python, DJL, and Cajal
# in all its precisions and languages. Needs ../shared (documents, tokenizer, the small model), pip, a JDK, Maven, mono, and a
# quiet machine; keeps about 4 GB in .cache/bench.
# Usage: scripts/bench.sh [--documents 40] [--rounds 3]     PYTHON names an interpreter with the packages of
#                                                           tests/golden/requirements.txt; else they are installed
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/bench_common.sh
. scripts/dotnet.sh

TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
readonly TARGET
readonly HERE=benches/side_by_side
readonly WORK=.cache/bench/side_by_side
readonly VENV=.cache/bench/venv

find_python() {
    if [ -z "${PYTHON:-}" ]; then
        [ -x $VENV/bin/python ] || python3 -m venv $VENV
        $VENV/bin/python -m pip install --quiet --disable-pip-version-check -r tests/golden/requirements.txt
        PYTHON=$VENV/bin/python
    fi
}

build_rust() {
    local program
    program=$(bench_program side_by_side)
    cp "$program" $WORK/cajal_rust
    cargo build --quiet --release --bin cajal
    cp "$TARGET/release/cajal" $WORK/cajal
}

build_c() {
    cargo build --quiet --release --lib --no-default-features --features jni
    mkdir -p $WORK/lib
    cp "$TARGET/release/libcajal.so" $WORK/lib/
    ln -sf libcajal.so "$WORK/lib/$(readelf -d $WORK/lib/libcajal.so | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')"
    cc -O2 -Iinclude $HERE/worker.c -L$WORK/lib -lcajal -Wl,-rpath,"$PWD/$WORK/lib" -o $WORK/cajal_c
}

build_java() {
    rm -rf $WORK/java
    mkdir -p $WORK/java $WORK/djl
    scripts/test_java.sh package -DskipTests
    cp bindings/java/target/*.jar $WORK/java/
    javac -cp "$WORK/java/*" -d $WORK/java $HERE/Documents.java $HERE/CajalWorker.java
    mvn --batch-mode --quiet --no-transfer-progress --file $HERE/djl/pom.xml dependency:copy-dependencies \
        -DoutputDirectory="$PWD/$WORK/djl/lib"
    javac -cp "$WORK/djl/lib/*" -d $WORK/djl $HERE/Documents.java $HERE/djl/DjlWorker.java
}

# On .NET Core where scripts/test_csharp.sh has fetched it, else on mono.
build_csharp() {
    local compile=(mcs -langversion:7.2 -unsafe -optimize+) dotnet flags=()
    rm -rf $WORK/csharp
    mkdir -p $WORK/csharp
    cp $WORK/lib/libcajal.so $WORK/csharp/
    dotnet=$(find .cache/dotnetcore -maxdepth 2 -name dotnet 2>/dev/null | head -1)
    if [ -n "$dotnet" ]; then
        mapfile -t flags < <(dotnet_flags "$(dirname "$dotnet")")
        dotnet_config $WORK/csharp/CajalWorker
    fi
    compile+=("${flags[@]}")
    "${compile[@]}" -target:library -out:$WORK/csharp/Cajal.dll bindings/csharp/src/*.cs
    "${compile[@]}" -r:$WORK/csharp/Cajal.dll -out:$WORK/csharp/CajalWorker.dll $HERE/CajalWorker.cs
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "${dotnet:+$PWD/}${dotnet:-mono}" "$PWD/$WORK/csharp/CajalWorker.dll" >$WORK/csharp/run
    chmod +x $WORK/csharp/run
}

find_python
[ -d .cache/onnxruntime ] || scripts/setup.sh test
CAJAL_ONNXRUNTIME=${CAJAL_ONNXRUNTIME:-$(echo "$PWD"/.cache/onnxruntime/[0-9]*/libonnxruntime.so.*)}
export CAJAL_ONNXRUNTIME
scripts/setup.sh openvino || echo "bench: without OpenVINO, so without bf16 of this library"
mkdir -p $WORK
build_rust
build_c
build_java
build_csharp
"$PYTHON" $HERE/bench.py $WORK "$@" >$WORK/BENCHMARKS.md
mv $WORK/BENCHMARKS.md BENCHMARKS.md
echo "BENCHMARKS.md is written"
