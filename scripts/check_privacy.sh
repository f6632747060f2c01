#!/usr/bin/env bash
# Proves that the pinned ONNX Runtime holds no uploader, and that a load and a run open no socket, start no program and
# leave no file behind. A small program that does all of that must be caught, or the check itself is broken.
# Usage: scripts/check_privacy.sh CAJAL [openvino]     (the command-line program; exit 77: the system forbids tracing)
# With openvino, the same of OpenVINO's libraries and of runs on it; scripts/setup.sh openvino comes first.
set -euo pipefail
cd "$(dirname "$0")/.."

CAJAL=$(realpath "${1:?usage: scripts/check_privacy.sh CAJAL}")
PROVIDER=${2:-cpu}
LIBRARY=$PWD/.cache/onnxruntime/1.28.0/libonnxruntime.so.1.28.0
LIBRARIES=("$LIBRARY")
if [ "$PROVIDER" = openvino ] && grep -q GenuineIntel /proc/cpuinfo; then
    LIBRARIES=("${LIBRARY%/*}"/openvino/*.so*)
elif [ "$PROVIDER" = openvino ]; then
    LIBRARY=$PWD/.cache/onnxruntime/openvino-1.24.1/libonnxruntime.so.1.24.1
    LIBRARIES=("${LIBRARY%/*}"/*.so*)
fi
WORK=$(mktemp -d)
readonly CAJAL WORK PROVIDER LIBRARY LIBRARIES
trap 'rm -rf "$WORK"' EXIT

readonly NETWORK_CALLS='socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmmsg|sendmsg|recv|recvfrom|recvmmsg|recvmsg|getaddrinfo|gethostbyname(2|_r)?|getifaddrs|inet_(pton|ntop|addr)|res_n?query'
readonly SPAWN_CALLS='fork|vfork|popen|system|exec(l|le|lp|v|ve|vp|vpe)|posix_spawnp?'
readonly UPLOADER_NAMES='libcurl|curl_easy|mbedtls|OpenSSL|BoringSSL|OneCollector|events\.data\.|vortex\.data\.|TelemetrySession'
readonly SYSTEM_LIBRARIES='lib(c|dl|m|pthread|rt|z|gcc_s|stdc\+\+|tbb|openvino(_onnx_frontend)?)\.so\.[0-9]+|ld-linux-[a-z0-9-]+\.so\.[0-9]+'

fail() {
    printf 'privacy: %s\n' "$*" >&2
    exit 1
}

# What in the library could reach the network: calls it imports, libraries it needs, names of upload code in it.
uploader_traces() {
    nm -D --undefined-only "$1" | awk '{sub(/@.*/, "", $NF); print $NF}' | grep -xE "$NETWORK_CALLS|$SPAWN_CALLS" || true
    readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -vxE "$SYSTEM_LIBRARIES" || true
    strings -a -n 6 "$1" | grep -E "$UPLOADER_NAMES" || true
}

# Runs a command in an empty home, CI unset (telemetry code stays quiet under CI), and prints what it did that it may not:
# network calls, other programs, files opened for writing, and whatever is left in the home.
misdeeds() {
    local home trace=$WORK/trace calls
    home=$(mktemp -d "$WORK/home.XXXXXX")
    calls='%network,execve,?execveat,openat,?open,?creat,?mkdir,mkdirat,?rename,?renameat,renameat2,?link,linkat'
    calls+=',?symlink,symlinkat,?unlink,unlinkat,truncate,?mknod,mknodat'
    env -u CI HOME="$home" TMPDIR="$home" XDG_CACHE_HOME="$home/cache" XDG_CONFIG_HOME="$home/config" \
        XDG_DATA_HOME="$home/data" XDG_STATE_HOME="$home/state" XDG_RUNTIME_DIR="$home/run" \
        CAJAL_ONNXRUNTIME="$LIBRARY" strace -f -qq -o "$trace" -e trace="$calls" -e signal=none \
        "$@" >"$WORK/stdout" 2>"$WORK/stderr" || fail "'$(basename "$1") $2' failed: $(cat "$WORK/stderr")"
    # The first line is the exec of the command itself; opening to read is what remains allowed. Another thread's line may
    # cut an opening in two, whose first part has the flags.
    tail -n +2 "$trace" | grep -vE ' open(at)?\([^)]*O_RDONLY(\|O_(CLOEXEC|NOFOLLOW|DIRECTORY|NONBLOCK|LARGEFILE|NOCTTY))*(\)| <unfinished)|<\.\.\. open(at)? resumed>' || true
    find "$home" -mindepth 1 -printf 'left behind: %P\n'
}

build_control() {
    cat >"$WORK/control.c" <<'C'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
int main(void) {
    char path[4096];
    snprintf(path, sizeof path, "%s/control", getenv("HOME"));
    int socket_made = socket(AF_INET, SOCK_STREAM, 0) >= 0;
    return !(socket_made && open(path, O_WRONLY | O_CREAT, 0600) >= 0);
}
C
    cc -o "$WORK/control" "$WORK/control.c"
}

check_library() {
    uploader_traces "$WORK/control" | grep -qx socket || fail "the look into a library misses a call to socket"
    local found library
    for library in "${LIBRARIES[@]}"; do
        found=$(uploader_traces "$library")
        [ -z "$found" ] || fail "$library could reach the network: $found"
        echo "privacy: the pinned $(basename "$library") imports no network call and holds no upload code"
    done
}

check_runs() {
    local caught found words
    caught=$(misdeeds "$WORK/control" control)
    [[ $caught == *socket\(* && $caught == *O_CREAT* && $caught == *'left behind: control'* ]] ||
        fail "tracing misses what the control program does"
    while IFS= read -r run; do
        eval "words=($run --provider $PROVIDER)"
        found=$(misdeeds "$CAJAL" "${words[@]}")
        [ -z "$found" ] || fail "cajal $run did what it must not: $found"
        [ -s "$WORK/stdout" ] || fail "cajal $run gave no answer"
        echo "privacy: cajal $run: opened no socket, started no program and left no file"
    done <<'RUNS'
info
ner "Análisis con función renal, calcio sérico y PTH, que fueron normales."
ner --model models/clinical-es-mini-pharmaconer "Análisis con función renal, calcio sérico y PTH, que fueron normales."
fill-mask "El único antecedente personal a reseñar era la <mask> arterial."
RUNS
}

build_control
check_library
if ! strace -qq -o /dev/null true 2>"$WORK/stderr"; then
    echo "privacy: skipped the runs: strace may not trace here ($(head -1 "$WORK/stderr"))"
    exit 77
fi
check_runs
