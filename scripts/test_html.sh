#!/usr/bin/env bash
# Opens the pages that cajal writes in a headless Chromium, reads the entities back and works the filters.
# Usage: scripts/test_html.sh CAJAL     (the command-line program; exit 77: there is no Chromium, and none can be had)
set -euo pipefail
cd "$(dirname "$0")/.."

CAJAL=$(realpath "${1:?usage: scripts/test_html.sh CAJAL}")
readonly CAJAL
readonly SKIPPED=77
export CAJAL_ONNXRUNTIME=$PWD/.cache/onnxruntime/1.28.0/libonnxruntime.so.1.28.0

skip() {
    printf 'html: skipped: %s\n' "$*"
    exit "$SKIPPED"
}

has_chromium() { command -v chromium >/dev/null && command -v chromedriver >/dev/null; }

if ! has_chromium; then
    command -v apt-get >/dev/null || skip "chromium and chromedriver are missing; please install them"
    [ "$(id -u)" = 0 ] || skip "chromium is missing; as root, run: apt-get install chromium chromium-driver"
    echo "html: installing Debian packages: chromium chromium-driver"
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
        chromium chromium-driver; } >/dev/null 2>&1 || skip "apt-get could not install chromium and chromium-driver"
    has_chromium || skip "the packages chromium and chromium-driver brought no such programs"
fi

python3 tests/html/browser_test.py "$CAJAL"
