#!/usr/bin/env bash
# Makes include/cajal.h from src/ffi with the cbindgen that scripts/setup.sh installs. The versions in it come from
# Cargo.toml. With --check it compares instead with the header that is checked in.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    printf 'header: %s\n' "$*" >&2
    exit 1
}

manifest_value() {
    sed -n "s/^$1 *= *\"\{0,1\}\([^\"]*\)\"\{0,1\}\$/\1/p" Cargo.toml | head -n 1
}

generate() {
    local version major minor patch
    version=$(manifest_value version)
    IFS=. read -r major minor patch <<<"$version"
    sed -e "s/@VERSION@/$version/; s/@MAJOR@/$major/; s/@MINOR@/$minor/; s/@PATCH@/$patch/" \
        -e "s/@ABI@/$(manifest_value abi-version)/" cbindgen.toml >"$work/cbindgen.toml"
    .cache/tools/bin/cbindgen --quiet --config "$work/cbindgen.toml" --output "$work/cajal.h" src/ffi/mod.rs
}

[ -x .cache/tools/bin/cbindgen ] || fail "cbindgen is missing; run scripts/setup.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
generate
case "${1:-}" in
    --check) diff -u include/cajal.h "$work/cajal.h" || fail "include/cajal.h is not what src/ffi gives; run scripts/header.sh" ;;
    '') cp "$work/cajal.h" include/cajal.h ;;
    *) fail "usage: scripts/header.sh [--check]" ;;
esac
