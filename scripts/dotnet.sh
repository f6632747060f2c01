# For scripts that compile C# for .NET Core without its SDK; to be sourced.
# shellcheck shell=bash

# dotnet_flags FOLDER: the flags, one a line, with which mcs compiles for the runtime in FOLDER
dotnet_flags() {
    local framework=("$1"/shared/Microsoft.NETCore.App/*) file
    printf '%s\n' -nostdlib -noconfig -nowarn:1702 -d:CAJAL_RESOLVER -d:CAJAL_SPAN
    for file in "${framework[0]}"/System*.dll; do
        [[ $file == *WindowsRuntime* ]] || echo "-r:$file"
    done
}

# dotnet_config PROGRAM: what the runtime wants beside PROGRAM.dll
dotnet_config() {
    cat >"$1.runtimeconfig.json" <<'JSON'
{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "3.1.23"},
                    "configProperties": {"System.Globalization.Invariant": true}}}
JSON
}
