#!/usr/bin/env bash
# Everything that CI checks: set-up, format, lints, tests in every language, documentation, licences, the installed
# package, privacy, and the commands of the README. A failed step does not stop the later ones.
# Usage: scripts/test.sh [STEP...]     (default: all, in the order below)
set -uo pipefail
cd "$(dirname "$0")/.." || exit

TARGET=$(realpath -m "${CARGO_TARGET_DIR:-target}")
readonly TARGET
readonly STEPS=(format lints scripts tests docs licences c cpp java csharp consumers privacy html readme openvino)
# A step that cannot run on this machine ends with this code, after it has said why.
readonly SKIPPED=77

step_format() { cargo fmt --check; }

step_lints() {
    cargo clippy --quiet --all-targets --features jni -- -D warnings &&
        cargo clippy --quiet --lib --no-default-features -- -D warnings
}

step_scripts() {
    shellcheck --severity=warning .ci/run scripts/*.sh &&
        find bindings scripts models tests -name "*.py" -exec python3 -c 'import ast, sys; [ast.parse(open(p).read(), p) for p in sys.argv[1:]]' {} +
}

step_tests() { cargo test --quiet --no-fail-fast --features jni; }

step_docs() { RUSTDOCFLAGS='-D warnings' cargo doc --quiet --no-deps --document-private-items; }

step_licences() { cargo-deny --log-level error check licenses bans sources; }

step_c() { scripts/test_c.sh; }

step_csharp() { scripts/test_csharp.sh; }

step_cpp() { scripts/test_cpp.sh; }

step_java() { scripts/test_java.sh; }

step_consumers() { scripts/check_consumers.sh; }

step_privacy() { cargo build --quiet --release --bin cajal && scripts/check_privacy.sh "$TARGET/release/cajal"; }

step_html() { cargo build --quiet --release --bin cajal && scripts/test_html.sh "$TARGET/release/cajal"; }

step_readme() { python3 scripts/check_readme.py; }

step_openvino() { cargo build --quiet --release --bin cajal && scripts/test_openvino.sh "$TARGET/release/cajal"; }

run_step() {
    local start=$SECONDS code
    printf '\n==== %s\n' "$1"
    "step_$1"
    code=$?
    case $code in
        0) passed=$((passed + 1)) ;;
        "$SKIPPED") skipped="$skipped $1" ;;
        *) failed="$failed $1" ;;
    esac
    printf '==== %s: %s (%d s)\n' "$1" "$([ $code = 0 ] && echo passed || echo "exit code $code")" $((SECONDS - start))
}

count() {
    echo $#
}

scripts/setup.sh test || exit 1
export PATH=$PWD/.cache/tools/bin:$PATH
passed=0 failed='' skipped=''
[ $# -gt 0 ] || set -- "${STEPS[@]}"
for step in "$@"; do
    run_step "$step"
done

echo
[ -z "$failed" ] || echo "failed:$failed"
[ -z "$skipped" ] || echo "skipped:$skipped"
# shellcheck disable=SC2086  # lists of words
echo "$passed passed, $(count $failed) failed, $(count $skipped) skipped"
[ -z "$failed" ]
