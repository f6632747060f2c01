#!/usr/bin/env python3
"""Runs the README: every command in it works, and what it says is printed is printed.

    python3 scripts/check_readme.py

From the root of the repository, in one shell and in order. A fenced block of `sh` is run; a block of `text` after it is what it
must print on standard output (numbers with a decimal point may differ by 0.002, since processors round differently). A block after
`<!-- file: PATH -->` must be the content of that file. Lines that run scripts/test.sh are left out: it is what runs this.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOLERANCE = 0.002
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"<!-- file: (\S+) -->\n$")
# Some programs colour what they print wherever it goes.
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DECIMAL = re.compile(r"^\s*-?\d+\.\d+$")


class Step:
    """A block of commands and, where the README shows it, what it prints."""

    def __init__(self, line, commands):
        self.line = line
        self.commands = "".join(text for text in commands.splitlines(True) if "scripts/test.sh" not in text)
        self.expected = None


def read(readme):
    """The steps of the README, and complaints about files that are not as it shows them."""
    steps, complaints, after_commands = [], [], False
    for match in FENCE.finditer(readme):
        language, body = match.groups()
        line = readme.count("\n", 0, match.start()) + 1
        named = FILE.search(readme, 0, match.start())
        if named and named.end() == match.start() and Path(named[1]).read_text(encoding="utf-8") != body:
            complaints.append(f"README.md:{line}: this is not what {named[1]} holds")
        if language == "sh":
            steps.append(Step(line, body))
        elif language == "text" and after_commands:
            steps[-1].expected = body
        after_commands = language == "sh"
    return steps, complaints


def same(shown, printed):
    """Whether two outputs are the same but for the rounding of numbers and the width of gaps."""
    shown, printed = shown.split(), printed.split()
    return len(shown) == len(printed) and all(map(same_word, shown, printed))


def same_word(shown, printed):
    if DECIMAL.match(shown) and DECIMAL.match(printed):
        return abs(float(shown) - float(printed)) <= TOLERANCE
    return shown == printed


def script(steps, folder):
    """One shell script of all steps, so that what one sets up serves the next."""
    parts = ["set -euo pipefail\n"]
    for number, step in enumerate(steps):
        parts.append(f"echo 'readme: line {step.line}' >&2\n{{\n{step.commands}}} >{folder}/{number}\n")
    return "".join(parts)


def environment():
    """That of the caller, with the command line found where cargo was told to build it."""
    programs = Path(os.environ.get("CARGO_TARGET_DIR", "target"), "release").absolute()
    return dict(os.environ, NO_COLOR="1", PATH=f"{programs}:{os.environ['PATH']}")


def main():
    steps, complaints = read(Path("README.md").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["bash", "-c", script(steps, folder)], stdin=subprocess.DEVNULL, env=environment())
        if done.returncode != 0:
            complaints.append(f"the last command named above failed with exit code {done.returncode}")
        for number, step in enumerate(steps):
            output = Path(folder, str(number))
            if step.expected is None or not output.exists():
                continue
            printed = COLOUR.sub("", output.read_text(encoding="utf-8"))
            if not same(step.expected, printed):
                complaints.append(f"README.md:{step.line}: shown:\n{step.expected}printed:\n{printed}")
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"readme: {len(steps)} blocks of commands, {sum(step.expected is not None for step in steps)} outputs compared")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
