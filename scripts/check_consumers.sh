#!/usr/bin/env bash
# Installs the library, moves the prefix, and builds and runs the C example against it from outside: with CMake's
# find_package (shared and static), with pkg-config (shared and static) and with plain flags.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly ROOT=$PWD
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
readonly TARGET WORK
trap 'rm -rf "$WORK"' EXIT
readonly PREFIX=$WORK/moved
# The installed runtime must be found without any setting.
unset CAJAL_ONNXRUNTIME LD_LIBRARY_PATH

fail() {
    printf 'consumers: %s\n' "$*" >&2
    [ ! -f "$WORK/log" ] || cat "$WORK/log" >&2
    exit 1
}

quietly() {
    "$@" >"$WORK/log" 2>&1 || fail "'$*' failed"
}

install_and_move() {
    quietly cmake -S . -B "$WORK/build" -DCAJAL_CARGO_TARGET_DIR="$TARGET" -DCAJAL_INSTALL_MODELS=ON \
        -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_TYPE=Release
    quietly cmake --build "$WORK/build"
    quietly cmake --install "$WORK/build" --prefix "$WORK/first"
    mv "$WORK/first" "$PREFIX"
    grep -q '^tokenizers ' "$PREFIX"/share/doc/cajal/THIRD_PARTY.txt || fail "the licences of the crates are not installed"
    ! grep -rIlF "$WORK/first" "$PREFIX" || fail "the files above hold the prefix they were installed to"
    ! grep -rIlF "$ROOT" "$PREFIX" || fail "the files above hold the place they were built at"
}

# check NAME PROGRAM: the program prints what the example must print
check() {
    "$2" "$PREFIX/share/cajal/models/clinical-es-mini-pharmaconer" >"$WORK/output" || fail "$1: the program failed"
    diff -u "$ROOT/examples/c/ner.out" "$WORK/output" || fail "$1: the program printed something else"
    echo "ok     consumer: $1"
}

with_cmake() {
    quietly cmake -S "$ROOT/tests/consumer" -B "$WORK/consumer" -DSOURCE="$WORK/ner.c" -DCMAKE_PREFIX_PATH="$PREFIX"
    quietly cmake --build "$WORK/consumer"
    check "find_package, shared" "$WORK/consumer/consumer_shared"
    # A static program looks for ONNX Runtime beside itself.
    mkdir "$WORK/bin"
    cp "$WORK/consumer/consumer_static" "$PREFIX"/lib/libonnxruntime.so.* "$WORK/bin/"
    check "find_package, static" "$WORK/bin/consumer_static"
}

with_pkg_config() {
    export PKG_CONFIG_PATH=$PREFIX/lib/pkgconfig
    # shellcheck disable=SC2046  # words
    quietly cc "$WORK/ner.c" $(pkg-config --cflags --libs cajal) -Wl,-rpath,"$PREFIX/lib" -o "$WORK/bin/shared"
    check "pkg-config, shared" "$WORK/bin/shared"
    # shellcheck disable=SC2046
    quietly cc "$WORK/ner.c" $(pkg-config --cflags --libs cajal-static) -o "$WORK/bin/static"
    check "pkg-config, static" "$WORK/bin/static"
    ! readelf -d "$WORK/bin/static" | grep -q libcajal || fail "pkg-config, static: the program needs libcajal.so"
}

with_plain_flags() {
    quietly cc "$WORK/ner.c" -I"$PREFIX/include" -L"$PREFIX/lib" -lcajal -Wl,-rpath,"$PREFIX/lib" -o "$WORK/bin/plain"
    check "plain flags" "$WORK/bin/plain"
    quietly c++ -x c++ "$WORK/ner.c" -I"$PREFIX/include" -L"$PREFIX/lib" -lcajal -Wl,-rpath,"$PREFIX/lib" \
        -o "$WORK/bin/cpp"
    check "plain flags, C++" "$WORK/bin/cpp"
}

# ONNX Runtime is found beside libcajal even where the loader knows that by a relative path only.
with_relative_library_path() {
    quietly cc "$WORK/ner.c" -I"$PREFIX/include" -L"$PREFIX/lib" -lcajal -o "$WORK/bin/relative"
    cd "$PREFIX"
    export LD_LIBRARY_PATH=lib
    check "a relative LD_LIBRARY_PATH" "$WORK/bin/relative"
}

install_and_move
cp examples/c/ner.c "$WORK/"
cd "$WORK"
with_cmake
with_pkg_config
with_plain_flags
with_relative_library_path
