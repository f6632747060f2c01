#!/usr/bin/env bash
# Prints how far this library is from transformers on 200 texts: largest difference of a logit and argmaxes that differ, for
# random base-size models of the three families and for the shipped models. It fails beyond 2e-4, or if an argmax differs.
# Usage: scripts/check_parity.sh             the golden files of the repository: random models of 2 layers
#        scripts/check_parity.sh LAYERS      golden files made now, of as many layers (12 is base size); PYTHON names an
#                                            interpreter with the packages of tests/golden/requirements.txt
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    printf 'parity: %s\n' "$*" >&2
    exit 1
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log

if [ $# -gt 0 ]; then
    [[ $1 =~ ^[1-9][0-9]*$ ]] || fail "usage: scripts/check_parity.sh [LAYERS]"
    python=${PYTHON:-python3}
    "$python" -c 'import numpy, safetensors, torch, transformers' 2>/dev/null ||
        fail "$python lacks packages; install those of tests/golden/requirements.txt, or name another in PYTHON"
    export CAJAL_GOLDEN=$work/golden
    "$python" tests/golden/make_logits.py --layers "$1" --out "$CAJAL_GOLDEN" >"$log" 2>&1 || fail "$(tail -n 5 "$log")"
fi

cargo test --quiet --lib against_transformers >"$log" 2>&1 || fail "$(cat "$log")"
echo "token ids: identical on 200 texts, as words and as texts with masks, for the five tokenizers of tests/golden"

# One test at a time: a base-size model of 12 layers takes 0.4 GB.
cargo test --quiet --test golden_logits -- --nocapture --test-threads=1 >"$log" 2>&1 || fail "$(cat "$log")"
grep -o '[a-z-]*: largest difference .*' "$log"
