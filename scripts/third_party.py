#!/usr/bin/env python3
"""Writes the licences of the crates that are compiled into the library, one text for all crates that share it.

Usage: scripts/third_party.py FILE     (Cargo.lock decides which crates; cargo fetches those that are not there)
"""
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARGO = os.environ.get("CARGO", "cargo")
LICENCE_FILES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "COPYRIGHT", "UNLICENSE")


def metadata():
    """What cargo knows of the library with all that a package of it may hold, but not the command line."""
    command = [CARGO, "metadata", "--locked", "--format-version", "1", "--no-default-features", "--features",
               "embedded-models,jni"]
    host = next(line.split()[1] for line in subprocess.check_output([CARGO, "-vV"], text=True).splitlines()
                if line.startswith("host:"))
    return json.loads(subprocess.check_output([*command, "--filter-platform", host], cwd=ROOT, text=True))


def runs_in_the_compiler(package):
    return any("proc-macro" in target["kind"] for target in package["targets"])


def linked(graph):
    """The crates in the library, by name: neither those of its tests nor those that only its build runs."""
    packages = {package["id"]: package for package in graph["packages"]}
    nodes = {node["id"]: node for node in graph["resolve"]["nodes"]}
    found, waiting = set(), [graph["resolve"]["root"]]
    while waiting:
        for dependency in nodes[waiting.pop()]["deps"]:
            name, kinds = dependency["pkg"], [kind["kind"] for kind in dependency["dep_kinds"]]
            if name not in found and None in kinds and not runs_in_the_compiler(packages[name]):
                found.add(name)
                waiting.append(name)
    return sorted((packages[name] for name in found), key=lambda package: (package["name"], package["version"]))


def texts(package):
    folder = Path(package["manifest_path"]).parent
    named = [folder / package["license_file"]] if package["license_file"] else []
    found = sorted(file for file in folder.iterdir() if file.is_file() and file.name.upper().startswith(LICENCE_FILES))
    return [file.read_text("utf-8", "replace").strip() for file in dict.fromkeys(named + found)]


def main():
    packages = linked(metadata())
    holders, without = {}, []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        found = texts(package)
        for text in found:
            holders.setdefault(text, []).append(name)
        without += [] if found else [name]
    lines = ["The Cajal library holds code of Rust's standard library, under MIT OR Apache-2.0, and of these crates, under the",
             "licences named. Their texts follow.", ""]
    lines += [f"{one['name']} {one['version']}: {one['license'] or 'see below'}, {one['repository'] or one['name']}"
              for one in packages]
    if without:
        lines += ["", f"These hold no text of their licence; it is among those of the others: {', '.join(without)}."]
    for text, names in holders.items():
        lines += ["", "=" * 100, ", ".join(names), "=" * 100, "", text]
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
