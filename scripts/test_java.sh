#!/usr/bin/env bash
# Builds the native library with its Java interface, packages bindings/java, and runs its tests and the Java examples.
# Needs JDK 11 or newer (17 is the tested one) and Maven; Maven's own settings say where packages come from.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly RUNTIME=.cache/onnxruntime/1.28.0
readonly JAVA=bindings/java
classifier="linux-$(uname -m)"
readonly native=$JAVA/target/native/META-INF/native/$classifier

fail() {
    printf 'test_java: %s\n' "$*" >&2
    exit 1
}

check_tools() {
    command -v javac >/dev/null || fail "no JDK; install JDK 11 or newer (Debian: openjdk-17-jdk-headless)"
    command -v mvn >/dev/null || fail "Maven is missing (Debian: maven)"
    [ -f "$RUNTIME/libonnxruntime.so.1.28.0" ] || fail "no ONNX Runtime; run scripts/setup.sh"
}

build_native() {
    cargo build --quiet --release --lib --no-default-features --features jni
    rm -rf "$native" $JAVA/target/it
    mkdir -p "$native"
    cp "${CARGO_TARGET_DIR:-target}/release/libcajal.so" "$RUNTIME/libonnxruntime.so.1.28.0" "$native/"
    (cd "$native" && sha256sum libcajal.so libonnxruntime.so.1.28.0 >SHA256SUMS)
    # ONNX Runtime's licence asks for it.
    for notice in LICENSE ThirdPartyNotices.txt; do
        [ ! -f "$RUNTIME/$notice" ] || cp "$RUNTIME/$notice" "$native/onnxruntime-$notice"
    done
}

check_tools
build_native
# A warm repository needs no network, and looking for news there takes longer than the tests.
mvn --batch-mode --quiet --no-transfer-progress --file $JAVA/pom.xml -Dnative.classifier="$classifier" "${@:-verify}"
