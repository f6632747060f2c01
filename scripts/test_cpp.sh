#!/usr/bin/env bash
# Tests the C++ headers as a program sees them: warnings, the tests (as C++17 with clang++ if it is there, and as C++20 with g++
# under AddressSanitizer and UndefinedBehaviorSanitizer), programs that use the installed package, and the examples. The package
# is installed, and moved, first.
# Usage: scripts/test_cpp.sh [PART...]     (headers, tests, sanitized, package, consumers, examples; default: all)
set -euo pipefail
cd "$(dirname "$0")/.."

TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
# What the last command said.
log=$WORK/log
readonly TARGET WORK PREFIX=$WORK/moved
readonly WARNINGS='-Wall -Wextra -pedantic -Werror -Wconversion -Wsign-conversion -Wshadow'
readonly EXAMPLES='hello console' PARTS='headers tests sanitized package consumers examples'
# The installed runtime must be found without any setting.
unset CAJAL_ONNXRUNTIME LD_LIBRARY_PATH
CMAKE_BUILD_PARALLEL_LEVEL=$(nproc)
export CMAKE_BUILD_PARALLEL_LEVEL

fail() {
    printf 'test_cpp: %s\n' "$*" >&2
    [ ! -f "$log" ] || tail -n 100 "$log" >&2
    exit 1
}

quietly() {
    "$@" >"$log" 2>&1 || fail "'$*' failed"
}

compilers() {
    local compiler
    for compiler in g++ clang++; do
        ! command -v $compiler || true
    done
}

install_and_move() {
    quietly cmake -S . -B "$WORK/build" -DCAJAL_CARGO_TARGET_DIR="$TARGET" -DCMAKE_INSTALL_LIBDIR=lib
    quietly cmake --build "$WORK/build"
    quietly cmake --install "$WORK/build" --prefix "$WORK/first"
    mv "$WORK/first" "$PREFIX"
}

# syntax COMPILER ARGUMENTS...: no warning, whatever the compiler is
syntax() {
    # shellcheck disable=SC2086  # words
    quietly "$1" $WARNINGS -I"$PREFIX/include" -fsyntax-only "${@:2}"
}

# Each header alone, all together in every standard, and what uses them, with every compiler there is, side by side.
headers() {
    local compiler job jobs=() failed=0
    for compiler in $(compilers); do
        headers_with "$compiler" &
        jobs+=($!)
    done
    for job in "${jobs[@]}"; do
        wait "$job" || failed=1
    done
    [ $failed = 0 ] || exit 1
}

headers_with() {
    local compiler=$1 log=$WORK/${1##*/}.log standard exceptions header
    for exceptions in -fexceptions -fno-exceptions; do
        for header in "$PREFIX"/include/cajal/*.hpp; do
            syntax "$compiler" -std=c++17 $exceptions -include "$header" -x c++ /dev/null
        done
        for standard in c++17 c++20 c++2b; do
            syntax "$compiler" -std=$standard $exceptions -include cajal.hpp -x c++ /dev/null
        done
    done
    syntax "$compiler" -std=c++20 -fno-exceptions -fno-rtti bindings/cpp/tests/no_exceptions.cpp
    syntax "$compiler" -std=c++20 -DCAJAL_REPOSITORY='""' bindings/cpp/tests/*_test.cpp examples/cpp/*.cpp
    # Exactly the warnings that the file expects; GCC has no such option, and no such warnings.
    [[ $compiler != *clang++ ]] || quietly "$compiler" -I"$PREFIX/include" -std=c++17 -Wall -Wextra -fsyntax-only \
        -Xclang -verify bindings/cpp/tests/dangling.cpp
    echo "ok     headers: no warning from $("$compiler" --version | head -n 1)"
}

# run_tests NAME CMAKE_ARGUMENTS...
run_tests() {
    local name=$1
    shift
    quietly cmake -S bindings/cpp/tests -B "$WORK/$name" -DCMAKE_PREFIX_PATH="$PREFIX" "$@"
    quietly cmake --build "$WORK/$name"
    quietly ctest --test-dir "$WORK/$name" --output-on-failure
    echo "ok     tests: $name ($("$WORK/$name/cpp_tests" --gtest_list_tests | grep -c '^  ') in cpp_tests," \
        "$(grep -c 'Passed' "$log") programs)"
}

# With the second compiler, if it is there: the sanitized tests are the first one's.
tests() {
    local compiler
    compiler=$(compilers | tail -n 1)
    run_tests "c++17-${compiler##*/}" -DCMAKE_CXX_STANDARD=17 -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler"
}

sanitized() {
    run_tests c++20-sanitized -DCMAKE_CXX_STANDARD=20 -DCMAKE_CXX_COMPILER=g++ \
        -DCMAKE_CXX_FLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'
}

# check NAME PROGRAM EXPECTED [INPUT]: the program prints what it must; it runs where its models are
check() {
    "$2" <"${4:-/dev/null}" >"$WORK/output" 2>"$log" || fail "$1: the program failed"
    diff -u "$3" "$WORK/output" || fail "$1: the program printed something else"
    echo "ok     $1"
}

# configure SAYS ARGUMENTS...: configuring the copy of the package's sources with these arguments says this
configure() {
    local says=$1
    shift
    cmake -S "$WORK/source" -B "$WORK/configured" "$@" >"$log" 2>&1 || true
    grep -qF "$says" <<<"$(tr -s ' \n' ' ' <"$log")" || fail "configuring with '$*' does not say '$says'"
}

# What is installed beside libcajal, and what is refused.
package() {
    local runtimes=$WORK/source/.cache/onnxruntime install=$WORK/configured/cmake_install.cmake version
    mkdir -p "$WORK/source"
    cp -r CMakeLists.txt Cargo.toml LICENSE cmake "$WORK/source/"
    configure "There is no ONNX Runtime to install"
    for version in 1.9.0 1.28.0; do
        mkdir -p "$runtimes/$version"
        touch "$runtimes/$version/libonnxruntime.so.$version"
    done
    # Fetched after the first configure, which does not remember that there was none.
    configure "without its LICENSE"
    grep -q 'libonnxruntime.so.1.28.0"' "$install" || fail "the newest ONNX Runtime is not installed"
    ! grep -q 'libonnxruntime.so.1.9.0' "$install" || fail "two ONNX Runtimes are installed"
    touch "$runtimes"/{LICENSE,ThirdPartyNotices.txt}
    configure "Build files have been written"
    grep -q 'ThirdPartyNotices.txt' "$install" || fail "the licence does not travel with ONNX Runtime"
    ! grep -q 'Warning' "$log" || fail "configuring warns for no reason"
    configure "is no file; give the path" -DCAJAL_ONNXRUNTIME_LIBRARY=/no/such/file
    configure "Build files have been written" -DCAJAL_INSTALL_ONNXRUNTIME=OFF
    ! grep -q 'libonnxruntime' "$install" || fail "ONNX Runtime is installed though it shall not be"
    configure "CMAKE_INSTALL_LIBDIR is the absolute path" -DCMAKE_INSTALL_LIBDIR=/opt/lib
    echo "ok     package: what is installed and what is refused"
}

consumers() {
    local source=$WORK/consumer.cpp expected=examples/cpp/hello.out
    cp examples/cpp/hello.cpp "$source"
    quietly cmake -S bindings/cpp/tests/consumer -B "$WORK/consumer" -DSOURCE="$source" -DCMAKE_PREFIX_PATH="$PREFIX"
    quietly cmake --build "$WORK/consumer"
    check "consumer: find_package, shared" "$WORK/consumer/consumer_shared" "$expected"
    # A static program looks for ONNX Runtime beside itself.
    cp "$PREFIX"/lib/libonnxruntime.so.* "$WORK/consumer/"
    check "consumer: find_package, static" "$WORK/consumer/consumer_static" "$expected"
    export PKG_CONFIG_PATH=$PREFIX/lib/pkgconfig
    # shellcheck disable=SC2046  # words
    quietly c++ -std=c++17 "$source" $(pkg-config --cflags --libs cajal-cpp) -Wl,-rpath,"$PREFIX/lib" \
        -o "$WORK/consumer/with_pkg_config"
    check "consumer: pkg-config" "$WORK/consumer/with_pkg_config" "$expected"
}

examples() {
    local name input
    for name in $EXAMPLES; do
        # shellcheck disable=SC2086  # words
        quietly c++ -std=c++17 -O1 $WARNINGS -I"$PREFIX/include" "examples/cpp/$name.cpp" -L"$PREFIX/lib" -lcajal \
            -pthread -Wl,-rpath,"$PREFIX/lib" -o "$WORK/$name"
        input=examples/cpp/$name.txt
        [ -f "$input" ] || input=/dev/null
        check "example: $name" "$WORK/$name" "examples/cpp/$name.out" "$input"
    done
    quietly timeout 300 python3 bindings/cpp/tests/type_console.py "$WORK/console"
    echo "ok     example: console, on a terminal"
}

[ -e /usr/include/gtest/gtest.h ] || pkg-config --exists gtest || fail "GoogleTest is missing; run scripts/setup.sh"
install_and_move
# shellcheck disable=SC2086  # words
[ $# -gt 0 ] || set -- $PARTS
for part in "$@"; do
    case " $PARTS " in
        *" $part "*) "$part" ;;
        *) fail "there is no part '$part'; there are: $PARTS" ;;
    esac
done
