#!/usr/bin/env bash
# Fetches what a build needs, once: Debian packages (when root), ONNX Runtime, and for the tests the pinned tools.
# With openvino instead, fetches OpenVINO in the form that serves this processor: its provider plugin into the folder
# openvino beside ONNX Runtime (Intel), or an ONNX Runtime that has it built in (others).
# Usage: scripts/setup.sh [demo|test|openvino]     (default: test, which is everything but openvino)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly RUNTIME_VERSION=1.28.0
readonly RUNTIME_DIR=.cache/onnxruntime/$RUNTIME_VERSION
readonly RUNTIME_LIBRARY=$RUNTIME_DIR/libonnxruntime.so.$RUNTIME_VERSION
readonly OPENVINO_PLUGIN=$RUNTIME_DIR/openvino/libonnxruntime_providers_openvino_plugin.so
readonly OPENVINO_RUNTIME=.cache/onnxruntime/openvino-1.24.1/libonnxruntime.so.1.24.1
readonly CBINDGEN_VERSION=0.29.4
readonly CARGO_DENY_VERSION=0.20.2

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# The ELF library's own hash: what is loaded into the process is checked, not only what was downloaded.
runtime_sha256() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64) echo aa4079d18f4ea7a5f3a94d80cd4bbe0f2740436626622d64d793803a20381083 ;;
        Linux-aarch64) echo 23a37c2994bc273e1d59a4f49af6cba5bf1cfbc29f04907ec27df375aba50a7d ;;
        *) fail "no pinned ONNX Runtime for $(uname -s) $(uname -m); the scripts serve Linux on x86_64 and aarch64" ;;
    esac
}

# `command package` pairs whose command is not there yet.
missing_packages() {
    local purpose=$1 pairs="cc gcc cmake cmake make make python3 python3 flock util-linux"
    [ "$purpose" = demo ] || pairs+=" c++ g++ clang++ clang pkg-config pkg-config valgrind valgrind strace strace mcs mono-mcs mono mono-runtime readelf binutils shellcheck shellcheck"
    [ "$purpose" = demo ] || pairs+=" javac openjdk-17-jdk-headless mvn maven"
    set -- $pairs
    while [ $# -gt 0 ]; do
        command -v "$1" >/dev/null || echo "$2"
        shift 2
    done
    python3 -m pip --version >/dev/null 2>&1 || echo python3-pip
    [ "$purpose" = demo ] || [ -e /usr/include/gtest/gtest.h ] || echo libgtest-dev
    [ -e /usr/include/stdio.h ] || echo libc6-dev
}

install_packages() {
    local packages
    packages=$(missing_packages "$1" | sort -u | tr '\n' ' ')
    [ -n "${packages// /}" ] || return 0
    command -v apt-get >/dev/null || fail "these are missing, please install them: $packages"
    [ "$(id -u)" = 0 ] || fail "these Debian packages are missing; as root, run: apt-get update && apt-get install $packages"
    echo "setup: installing Debian packages: $packages"
    apt-get update -q >/dev/null
    # shellcheck disable=SC2086  # a list of words
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $packages >/dev/null
}

check_rust() {
    local need have
    need=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    command -v cargo >/dev/null || fail "Rust is missing; install Rust $need or newer (rustup does it in one line)"
    have=$(rustc --version | cut -d' ' -f2)
    printf '%s\n%s\n' "$need" "$have" | sort -VC || fail "Rust $have is too old; Rust $need or newer is needed"
    [ "$1" = demo ] && return 0
    cargo fmt --version >/dev/null 2>&1 || fail "rustfmt is missing; run: rustup component add rustfmt"
    cargo clippy --version >/dev/null 2>&1 || fail "clippy is missing; run: rustup component add clippy"
}

runtime_is_good() {
    [ -f "$RUNTIME_DIR/LICENSE" ] && [ -f "$RUNTIME_DIR/ThirdPartyNotices.txt" ] && [ -f "$RUNTIME_LIBRARY" ] &&
        echo "$runtime_hash  $RUNTIME_LIBRARY" | sha256sum --check --status
}

# Unpacks the wheel that a requirements file pins into WORK/wheel.
fetch_wheel() {
    local requirements=$1 work=$2
    # One exact wheel whatever the local Python is; pip's own configuration says where it comes from.
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
        --implementation cp --python-version 311 --platform "manylinux_2_28_$(uname -m)" \
        --dest "$work" --requirement "$requirements" ||
        fail "pip could not fetch the pinned wheel; check the network and pip's configuration, then run this again"
    python3 -m zipfile -e "$work"/*.whl "$work/wheel"
}

fetch_runtime() {
    runtime_is_good && return 0
    local work
    work=$(mktemp -d .cache/runtime.XXXXXX)
    echo "setup: fetching ONNX Runtime $RUNTIME_VERSION"
    fetch_wheel scripts/onnxruntime.txt "$work"
    mkdir -p "$RUNTIME_DIR"
    mv -f "$work"/wheel/onnxruntime/{LICENSE,ThirdPartyNotices.txt} "$RUNTIME_DIR/"
    mv -f "$work/wheel/onnxruntime/capi/$(basename "$RUNTIME_LIBRARY")" "$RUNTIME_LIBRARY"
    rm -rf "$work"
    runtime_is_good || fail "$RUNTIME_LIBRARY does not have the pinned sha256; remove it and run this again"
}

# OpenVINO's code for graphics processors stays in the wheel.
fetch_openvino() {
    local requirements=$1 target=$2 work folder
    shift 2
    [ -f "$target" ] && return 0
    work=$(mktemp -d .cache/openvino.XXXXXX)
    echo "setup: fetching $(sed -n 's/ \\$//p' "$requirements")"
    fetch_wheel "$requirements" "$work"
    folder=$(dirname "$target")
    mkdir -p "$folder"
    # Last the library that says that all is there.
    (cd "$work/wheel" && mv -f "$@" "$OLDPWD/$folder/")
    mv -f "$(find "$work/wheel" -name "$(basename "$target")")" "$target"
    rm -rf "$work"
}

setup_openvino() {
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || fail "OpenVINO's packages for ONNX Runtime are for Linux on x86_64"
    local package
    if grep -q GenuineIntel /proc/cpuinfo; then
        package=onnxruntime_ep_openvino
        fetch_openvino scripts/openvino_plugin.txt "$OPENVINO_PLUGIN" \
            $package/{libopenvino.so.2641,libopenvino_intel_cpu_plugin.so,libopenvino_onnx_frontend.so.2641,libtbb.so.12,third-party-programs.txt}
        echo "setup: OpenVINO is in $(dirname "$OPENVINO_PLUGIN")"
    else
        package=onnxruntime/capi
        fetch_openvino scripts/openvino_runtime.txt "$OPENVINO_RUNTIME" onnxruntime/{LICENSE,ThirdPartyNotices.txt} \
            $package/{libonnxruntime_providers_openvino.so,libonnxruntime_providers_shared.so,libopenvino.so.2541,libopenvino_intel_cpu_plugin.so,libopenvino_onnx_frontend.so.2541,libtbb.so.12}
        echo "setup: the processor is not Intel's: the ONNX Runtime with OpenVINO is $OPENVINO_RUNTIME"
    fi
}

install_tool() {
    local name=$1 version=$2
    shift 2
    [ "$(".cache/tools/bin/$name" --version 2>/dev/null)" = "$name $version" ] && return 0
    echo "setup: installing $name $version"
    # Unoptimised: they take minutes to compile and a second or two to run.
    cargo install --quiet --locked --debug --root .cache/tools "$@" "$name@$version"
}

main() {
    local purpose=${1:-test}
    case $purpose in demo | test | openvino) ;; *) fail "unknown purpose '$purpose'; say demo, test or openvino" ;; esac
    if [ "$purpose" != openvino ]; then
        install_packages "$purpose"
        check_rust "$purpose"
    fi
    runtime_hash=$(runtime_sha256)
    mkdir -p .cache
    # Two scripts started at once must not fetch the same files twice, or see half of them.
    exec 9>.cache/setup.lock
    flock 9
    fetch_runtime
    case $purpose in
        demo) return 0 ;;
        openvino)
            setup_openvino
            return 0
            ;;
    esac
    install_tool cbindgen "$CBINDGEN_VERSION"
    install_tool cargo-deny "$CARGO_DENY_VERSION" --no-default-features
}

main "$@"
