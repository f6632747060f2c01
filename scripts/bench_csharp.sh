#!/usr/bin/env bash
# What a call from C# costs beside the work itself, on mono and, where scripts/test_csharp.sh has fetched it, on .NET Core.
# Usage: scripts/bench_csharp.sh
set -euo pipefail
cd "$(dirname "$0")/.."

readonly BINDING=bindings/csharp
WORK=$(mktemp -d)
readonly WORK
trap 'rm -rf "$WORK"' EXIT
COMPILE=(mcs -langversion:7.2 -unsafe -optimize+)
readonly COMPILE

# compile SUFFIX FLAGS...
compile() {
    local suffix=$1
    shift
    "${COMPILE[@]}" "$@" -target:library -out:"$WORK/Cajal.dll" $BINDING/src/*.cs
    "${COMPILE[@]}" "$@" -r:"$WORK/Cajal.dll" -out:"$WORK/Crossing.$suffix" $BINDING/bench/Crossing.cs
}

cc -O2 -shared -fPIC -Iinclude $BINDING/bench/stub.c -o "$WORK/libcajal.so"
compile exe
mono "$WORK/Crossing.exe"
for dotnet in .cache/dotnetcore/*/dotnet; do
    [ -x "$dotnet" ] || continue
    references=()
    for file in "$(dirname "$dotnet")"/shared/Microsoft.NETCore.App/*/System*.dll; do
        [[ $file == *WindowsRuntime* ]] || references+=("-r:$file")
    done
    compile dll -nostdlib -noconfig -nowarn:1702 -d:CAJAL_RESOLVER -d:CAJAL_SPAN "${references[@]}"
    echo '{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "3.1.23"},
        "configProperties": {"System.Globalization.Invariant": true}}}' >"$WORK/Crossing.runtimeconfig.json"
    "$dotnet" "$WORK/Crossing.dll"
done
