#!/usr/bin/env bash
# Builds the native library with its Java interface, packages bindings/java, runs its tests and the Java examples, and types
# the project of bindings/java/README.md into an empty folder. Arguments replace Maven's goal, and then nothing is typed.
# Needs JDK 11 or newer (17 is the tested one) and Maven; Maven's own settings say where packages come from.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly RUNTIME=.cache/onnxruntime/1.28.0
readonly JAVA=bindings/java
readonly NOTICES=(LICENSE ThirdPartyNotices.txt)
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
    for notice in "${NOTICES[@]}"; do
        [ -f "$RUNTIME/$notice" ] || fail "$RUNTIME has no $notice, which must go into the jar; run scripts/setup.sh"
    done
}

build_native() {
    cargo build --quiet --release --lib --no-default-features --features jni
    rm -rf "$native" $JAVA/target/it
    mkdir -p "$native"
    cp "${CARGO_TARGET_DIR:-target}/release/libcajal.so" "$RUNTIME/libonnxruntime.so.1.28.0" "$native/"
    (cd "$native" && sha256sum libcajal.so libonnxruntime.so.1.28.0 >SHA256SUMS)
    # ONNX Runtime's licence asks for it.
    for notice in "${NOTICES[@]}"; do
        cp "$RUNTIME/$notice" "$native/onnxruntime-$notice"
    done
    cp LICENSE $JAVA/target/native/META-INF/
    python3 scripts/third_party.py $JAVA/target/native/META-INF/THIRD_PARTY.txt
}

# fenced KIND [NUMBER]: the block of the README with this number among those of its kind
fenced() {
    awk -v kind="$1" -v wanted="${2:-1}" '$0 == "```" kind { on = ++seen == wanted; next } $0 == "```" { on = 0 } on' $JAVA/README.md
}

type_the_readme() {
    local commands
    commands=$(fenced sh 2)
    mkdir -p "$WORK/project/src/main/java"
    fenced xml >"$WORK/project/pom.xml"
    fenced java >"$WORK/project/src/main/java/Quickstart.java"
    (
        export MODEL=$PWD/models/clinical-es-mini-pharmaconer XDG_CACHE_HOME=$WORK/cache MAVEN_OPTS=-Dstyle.color=never
        cd "$WORK/project"
        eval "$commands"
    ) | sed 's/\x1b\[[0-9;]*m//g' | grep . >"$WORK/printed" # Maven ends with a colour, come what may.
    fenced text | diff -u - "$WORK/printed" || fail "an empty project with what the README says printed something else"
}

# A warm repository needs no network, and looking for news there takes longer than the tests.
maven() {
    mvn --batch-mode --quiet --no-transfer-progress --file $JAVA/pom.xml -Dnative.classifier="$classifier" "$@"
}

check_tools
build_native
if [ $# -gt 0 ]; then
    maven "$@"
else
    maven install
    WORK=$(mktemp -d)
    trap 'rm -rf "$WORK"' EXIT
    type_the_readme
fi
