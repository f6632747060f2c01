#!/usr/bin/env python3
"""Tables of strict F1 on annotated documents: what this library finds against every setting of transformers' pipeline with the
same weights, or the sizes of its windows with their cost.

    python3 scripts/measure_ner.py settings CAJAL CORPORA
    python3 scripts/measure_ner.py windows CAJAL CORPORA

CAJAL is the command line, CORPORA the folder with pharmaconer, cantemist and meddocan. The three models that are compiled into
CAJAL read the development parts, whole raw documents. `settings` uses the parity mode, which tests/ner_parity.rs proves equal to
transformers' pipeline: no Python package is needed. It fails where a setting is better than the default.

`windows` adds what each row costs: the time over the documents of pharmaconer, the model's loading included, as a multiple of
the first row's; the least of three rounds in which the rows take turns.

Counts are those of scripts/measure_f1.py: an entity is right when its label, start and end are. Prints Markdown.
"""
import json
import subprocess
import sys
import time
from pathlib import Path

from measure_f1 import gold_of, ratio

PARTS = {"pharmaconer": ["dev"], "cantemist": ["dev1", "dev2"], "meddocan": ["dev"]}
STRATEGIES = ["simple", "first", "average", "max"]
STRIDES = ["0", "128"]
# Tokens of a window, and of its overlap.
WINDOWS = [(200, 50), (64, 16), (96, 24), (128, 32), (256, 64), (320, 80), (400, 100), (510, 127)]
OVERLAPS = [(200, 0), (200, 25), (200, 100), (64, 0), (64, 32)]
TIMED = "pharmaconer"
ROUNDS = 3


def command(cajal, name, arguments):
    return [cajal, "ner", "--format", "json", "--model", name, *arguments, "--"]


def texts_of(corpora, name):
    paths = [path for part in PARTS[name] for path in sorted((Path(corpora) / name / part).glob("*.txt"))]
    if not paths:
        raise SystemExit(f"{corpora}: no documents of {name}")
    return paths


def entities_of(answer):
    """Those of the only model, in either form of the answer."""
    return answer["entities"] if "entities" in answer else answer["answers"][0]["entities"]


def strict_f1(cajal, corpora, name, arguments):
    """Strict F1 over all labels together."""
    paths = texts_of(corpora, name)
    done = subprocess.run([*command(cajal, name, arguments), *paths], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    lines = [line for line in done.stdout.split("\n") if line]
    right = found = gold = 0
    for path, line in zip(paths, lines, strict=True):
        got = {(e["codepoint"]["start"], e["codepoint"]["end"], e["label"]) for e in entities_of(json.loads(line))}
        wanted = gold_of(path.with_suffix(".ann"))
        right, found, gold = right + len(got & wanted), found + len(got), gold + len(wanted)
    return ratio(2 * right, found + gold)


def row_of(cajal, corpora, title, arguments):
    """Prints a row of the table; its figures."""
    values = [strict_f1(cajal, corpora, name, arguments) for name in PARTS]
    print(f"| {title} | {' | '.join(f'{value:.4f}' for value in values)} |", flush=True)
    return values


def settings(cajal, corpora):
    """The default, the eight settings that read everything, and the four that cut at 512 tokens."""
    print(f"| strict F1, development parts | {' | '.join(PARTS)} |\n|---|{'---|' * len(PARTS)}")
    own = row_of(cajal, corpora, "cajal", [])
    others = []
    for strategy in STRATEGIES:
        for stride in STRIDES:
            title = f"transformers `{strategy}`, stride {stride}"
            others.append(row_of(cajal, corpora, title, ["--aggregation", strategy, "--stride", stride]))
    for strategy in STRATEGIES:
        title = f"transformers `{strategy}`, its default of one window"
        others.append(row_of(cajal, corpora, title, ["--aggregation", strategy]))
    best = [max(column) for column in zip(*others)]
    print(f"| best of transformers | {' | '.join(f'{value:.4f}' for value in best)} |")
    if any(value < other for value, other in zip(own, best)):
        raise SystemExit("a setting of transformers is better than the default")


def seconds(cajal, corpora, arguments):
    """One reading of all documents of TIMED."""
    start = time.monotonic()
    documents = texts_of(corpora, TIMED)
    subprocess.run([*command(cajal, TIMED, arguments), *documents], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - start


def windows(cajal, corpora):
    """The default, other sizes with an overlap of a quarter, then other overlaps."""
    rows = WINDOWS + OVERLAPS
    arguments = [["--window-tokens", str(window), "--overlap-tokens", str(overlap)] for window, overlap in rows]
    rounds = [[seconds(cajal, corpora, row) for row in arguments] for _ in range(ROUNDS)]
    least = [min(column) for column in zip(*rounds)]
    print(f"| window, overlap in tokens | {' | '.join(PARTS)} | time |\n|---|{'---|' * len(PARTS)}---|")
    for (window, overlap), row, time_of_row in zip(rows, arguments, least):
        values = " | ".join(f"{strict_f1(cajal, corpora, name, row):.4f}" for name in PARTS)
        print(f"| {window}, {overlap} | {values} | {time_of_row / least[0]:.2f} |", flush=True)


def main():
    tables = {"settings": settings, "windows": windows}
    if len(sys.argv) != 4 or sys.argv[1] not in tables:
        raise SystemExit(__doc__)
    what, cajal, corpora = sys.argv[1:]
    tables[what](cajal, corpora)


if __name__ == "__main__":
    main()
