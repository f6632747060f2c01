#!/usr/bin/env bash
# Tests the C interface as a program sees it: the header, the C tests (plain, under AddressSanitizer and under valgrind)
# and the examples.
# Usage: scripts/test_c.sh [plain|memory]     (default: both)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly WARNINGS='-Wall -Wextra -pedantic -Werror'
readonly TARGET=${CARGO_TARGET_DIR:-target}
WORK=$(mktemp -d)
readonly WORK
# Job control gives what runs beside the script a process group of its own, which ends with it.
trap '[ -z "${beside:-}" ] || kill -- -"$beside" 2>/dev/null || true; rm -rf "$WORK"' EXIT
# Valgrind runs code some fifty times slower, so it gets the programs that run models little.
readonly VALGRIND_TESTS='arguments classifier export fill_mask log runtime'

fail() {
    printf 'test_c: %s\n' "$*" >&2
    exit 1
}

runtime_library() {
    local found=("$PWD"/.cache/onnxruntime/[0-9]*/libonnxruntime.so.*)
    [ -f "${found[0]}" ] || fail "ONNX Runtime is missing; run scripts/setup.sh"
    echo "${found[0]}"
}

check_header() {
    local standard
    scripts/header.sh --check
    echo '#include "cajal.h"' >"$WORK/alone.c"
    cp "$WORK/alone.c" "$WORK/alone.cpp"
    for standard in c99 c11 c17; do
        cc -std=$standard $WARNINGS -Iinclude -fsyntax-only "$WORK/alone.c"
    done
    for standard in c++11 c++17 c++20; do
        c++ -std=$standard $WARNINGS -Iinclude -fsyntax-only "$WORK/alone.cpp"
    done
    echo "ok     header: in sync, and alone in C and C++"
}

# The library under the names that a linker and a loader look for.
build_library() {
    cargo build --quiet --release --lib --no-default-features
    local library
    library=$(realpath "$TARGET/release/libcajal.so")
    soname=$(readelf -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
    ln -s "$library" "$WORK/libcajal.so"
    ln -s "$library" "$WORK/$soname"
}

# compile OUTPUT SOURCE FLAGS...
compile() {
    local output=$1 source=$2
    shift 2
    cc -std=c99 -D_POSIX_C_SOURCE=200809L $WARNINGS -O1 -g -pthread "$@" -Iinclude "$source" -o "$output" \
        -L"$WORK" -Wl,-rpath,"$WORK" -lcajal -ldl
}

# run_tests KIND TESTS COMMAND...: every test that TESTS names, each run by the command
run_tests() {
    local kind=$1 tests=$2 log=$WORK/$1.log name
    shift 2
    for name in $tests; do
        "$@" "$WORK/$kind/$name" models >"$log" 2>&1 || {
            cat "$log" >&2
            fail "$kind: $name failed"
        }
        echo "ok     $kind: $name ($(grep -c '^ok' "$log") tests)"
    done
}

build_tests() {
    local kind=$1 source
    shift
    mkdir "$WORK/$kind"
    for source in tests/c/*.c; do
        compile "$WORK/$kind/$(basename "$source" .c)" "$source" "$@"
    done
}

# run_example NAME COMMAND...: the example prints what it should
run_example() {
    local example=$1
    shift
    "$@" "$WORK/$example" 2>"$WORK/log" | diff -u "examples/c/$example.out" - || {
        cat "$WORK/log" >&2
        fail "the example $example failed or prints something else"
    }
    echo "ok     ${1:+$(basename "$1") }example: $example"
}

plain() {
    local example
    build_tests plain
    run_tests plain "$all"
    for example in ner fill_mask; do
        compile "$WORK/$example" examples/c/$example.c
        run_example $example
    done
}

under_valgrind() {
    # Valgrind emulates one processor core, and none of the newest instructions: ONNX Runtime picks older code.
    local valgrind=(valgrind --quiet --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite
        --error-exitcode=99 --suppressions=tests/c/valgrind.supp)
    run_tests valgrind "$VALGRIND_TESTS" "${valgrind[@]}"
    compile "$WORK/ner" examples/c/ner.c
    run_example ner "${valgrind[@]}"
}

memory() {
    build_tests sanitized -fsanitize=address,undefined -fno-sanitize-recover=all
    build_tests valgrind
    set -m
    under_valgrind &
    beside=$!
    set +m
    run_tests sanitized "$all"
    wait "$beside"
    beside=
}

all=$(basename -s .c tests/c/*.c | tr '\n' ' ')
export CAJAL_ONNXRUNTIME
CAJAL_ONNXRUNTIME=$(runtime_library)
check_header
build_library
# What some tests look for: a library that is no ONNX Runtime, and a model whose answer is known.
export CAJAL_TEST_OTHER_LIBRARY="$WORK/libcajal.so" CAJAL_TEST_MADE_MODELS="$WORK/models"
python3 tests/c/make_classifier.py "$CAJAL_TEST_MADE_MODELS/classifier"
case "${1:-both}" in
    plain) plain ;;
    memory) memory ;;
    both)
        plain
        memory
        ;;
    *) fail "usage: scripts/test_c.sh [plain|memory]" ;;
esac
