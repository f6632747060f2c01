#!/usr/bin/env bash
# Figures of the Java classes: what a call costs beside the work itself (JMH); documents a second against the Rust API, in
# turns; how soon a cancelled run ends; resident memory over many loads of a small model.
# Usage: scripts/bench_java.sh [crossing | throughput | cancel | rounds [N]]     (default: all; 10000 rounds take many minutes)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/bench_common.sh

readonly JAVA=bindings/java MODEL=models/clinical-es-mini-pharmaconer
readonly TURNS=7 NOTES=150
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
readonly TARGET WORK
trap 'rm -rf "$WORK"' EXIT
CAJAL_ONNXRUNTIME=$(realpath .cache/onnxruntime/1.28.0/libonnxruntime.so.1.28.0)
export CAJAL_ONNXRUNTIME

build() {
    mvn --batch-mode --quiet --no-transfer-progress --file $JAVA/pom.xml test-compile \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
        -Dmdep.outputFile="$WORK/classpath" -Dmdep.includeScope=test
    # The released library and one method more, which answers at once.
    cargo build --quiet --release --lib --no-default-features --features jni-crossing
    cp "$TARGET/release/libcajal.so" "$WORK/"
    classes=$JAVA/target/classes:$JAVA/target/test-classes:$(cat "$WORK/classpath")
}

# jvm CLASS ARGUMENTS...
jvm() {
    java -Djava.util.logging.config.file=$JAVA/src/test/resources/quiet.properties -Dcajal.library.path="$WORK" \
        -cp "$classes" "$@"
}

measure_crossing() {
    echo "crossing: 10,000 characters in and 256 entities out, microseconds a call, mean and percentiles:"
    jvm org.openjdk.jmh.Main Crossing -f 1 -wi 5 -w 1 -i 5 -r 1 -jvmArgs "-Dcajal.library.path=$WORK" |
        awk '/^Crossing\.call / { print "    mean " $4 } /^Crossing\.call:p0\.(50|90|99) / { print "    " substr($1, 15) " " $3 }'
}

measure_throughput() {
    local rust name number
    rust=$(bench_program ner_throughput)
    PYTHONIOENCODING=utf-8 python3 scripts/bench_notes.py $NOTES >"$WORK/notes"
    for ((number = 0; number < TURNS; number++)); do
        turn Rust "$rust"
        turn Java jvm org.cajal.it.Throughput
    done
    expect_agreement
    # Turn by turn, so that what else the machine does falls on both.
    paste "$WORK/Java.rates" "$WORK/Rust.rates" | awk '{ print $1 / $2 }' | median >"$WORK/ratio"
    for name in Rust Java; do
        echo "throughput: $name $(median <"$WORK/$name.rates") documents/s" \
            "(median of $TURNS x $NOTES notes, $(nproc) threads)"
    done
    echo "throughput: Java is $(cat "$WORK/ratio") of Rust (median of turns)"
}

measure_cancel() {
    echo "cancel: milliseconds from the request to the end of the run, $(jvm org.cajal.it.Stop $MODEL)"
}

measure_rounds() {
    echo "load, run and close $MODEL:"
    # The heap is resident from the start: what grows is the library's.
    jvm -Xms16m -Xmx16m -XX:+AlwaysPreTouch -XX:+UseSerialGC org.cajal.it.Rounds $MODEL "$1"
}

build
case "${1:-all}" in
    crossing) measure_crossing ;;
    throughput) measure_throughput ;;
    cancel) measure_cancel ;;
    rounds) measure_rounds "${2:-10000}" ;;
    all)
        measure_crossing
        measure_throughput
        measure_cancel
        measure_rounds 10000
        ;;
    *)
        echo "usage: scripts/bench_java.sh [crossing | throughput | cancel | rounds [N]]" >&2
        exit 2
        ;;
esac
