#!/usr/bin/env bash
# Figures of the Java classes: the cost of the crossing (JMH), and resident memory over many loads of a small model.
# Usage: scripts/bench_java.sh [ROUNDS]     (default: 10000, which takes many minutes)
set -euo pipefail
cd "$(dirname "$0")/.."

readonly JAVA=bindings/java
TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
readonly TARGET WORK

mvn --batch-mode --quiet --file $JAVA/pom.xml test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile="$WORK/classpath" -Dmdep.includeScope=test
cargo build --quiet --release --lib --no-default-features --features jni-crossing
cp "$TARGET/release/libcajal.so" .cache/onnxruntime/1.28.0/libonnxruntime.so.1.28.0 "$WORK/"
classes=$JAVA/target/classes:$JAVA/target/test-classes:$(cat "$WORK/classpath")

echo "a call with 10,000 characters in and 256 entities out, without the library's work:"
java -cp "$classes" org.openjdk.jmh.Main Crossing -f 1 -wi 3 -w 1 -i 5 -r 1 \
    -jvmArgs "-Dcajal.library.path=$WORK" | grep -E 'Crossing\.call(:p0\.(50|99)| )'
echo "load, run and close models/clinical-es-mini-pharmaconer:"
# Memory of the library, not of a heap that grows because it may.
java -Xmx64m -XX:+UseSerialGC -Djava.util.logging.config.file=$JAVA/src/test/resources/quiet.properties -Dcajal.library.path="$WORK" -cp "$classes" org.cajal.it.Rounds \
    models/clinical-es-mini-pharmaconer "${1:-10000}"
