#!/usr/bin/env python3
"""Tables of strict F1 on annotated documents: what this library finds against every setting of transformers' pipeline with the
same weights, or the sizes of its windows with their cost.

    python3 scripts/measure_ner.py settings CAJAL CORPORA
    python3 scripts/measure_ner.py windows CAJAL CORPORA [WINDOW,OVERLAP...]

CAJAL is the command line, CORPORA the folder with pharmaconer, cantemist and meddocan. The three models that are compiled into
CAJAL read the development parts, whole raw documents. `settings` uses the parity mode, which tests/ner_parity.rs proves equal
to transformers' pipeline: no Python package is needed. It fails where a setting is better than the default.

`windows` adds the processor time of each row, over all documents; sizes in tokens may be named.

Counts are those of scripts/measure_f1.py: an entity is right when its label, start and end are. Prints Markdown.
"""
import resource
import sys
from pathlib import Path

from measure_f1 import gold_of, ratio, run, spans_of

# CANTEMIST's first development part was training data.
PARTS = {"pharmaconer": "dev", "cantemist": "dev2", "meddocan": "dev"}
STRATEGIES = ["simple", "first", "average", "max"]
STRIDES = ["0", "128"]
# Tokens of a window and of its overlap: sizes with a quarter, then other overlaps.
WINDOWS = ["32,8", "48,12", "48,24", "48,0", "64,16", "128,32", "200,50", "256,64", "510,127"]


def texts_of(corpora, name):
    paths = sorted((Path(corpora) / name / PARTS[name]).glob("*.txt"))
    if not paths:
        raise SystemExit(f"{corpora}: no documents of {name}")
    return paths


def entities_of(answer):
    """Those of the only model, in either form of the answer."""
    return answer["entities"] if "entities" in answer else answer["answers"][0]["entities"]


def strict_f1(cajal, corpora, name, arguments):
    """Strict F1 over all labels together."""
    paths = texts_of(corpora, name)
    answers = run(cajal, "ner", ["--model", name, *arguments], map(str, paths))
    right = found = gold = 0
    for path, answer in zip(paths, answers, strict=True):
        got = spans_of(entities_of(answer))
        wanted = gold_of(path.with_suffix(".ann"))
        right, found, gold = right + len(got & wanted), found + len(got), gold + len(wanted)
    return ratio(2 * right, found + gold)


def row_of(cajal, corpora, arguments):
    """F1 of each corpus."""
    return [strict_f1(cajal, corpora, name, arguments) for name in PARTS]


def print_row(title, values, *more):
    print("|", " | ".join([title, *(f"{value:.4f}" for value in values), *more]), "|", flush=True)


def processor_seconds():
    """Of all programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def settings(cajal, corpora):
    """The default, the eight settings that read everything, and the four that cut at 512 tokens."""
    print(f"| strict F1, development parts | {' | '.join(PARTS)} |\n|---|{'---|' * len(PARTS)}")
    own = row_of(cajal, corpora, [])
    print_row("cajal", own)
    others = []
    for stride in [*STRIDES, None]:
        for strategy in STRATEGIES:
            more = [] if stride is None else ["--stride", stride]
            others.append(row_of(cajal, corpora, ["--aggregation", strategy, *more]))
            print_row(f"transformers `{strategy}`, {f'stride {stride}' if more else 'one window, its default'}", others[-1])
    best = [max(column) for column in zip(*others)]
    print_row("best of transformers", best)
    if any(value < other for value, other in zip(own, best)):
        raise SystemExit("a setting of transformers is better than the default")


def windows(cajal, corpora, *sizes):
    """F1 and processor time of each size."""
    print(f"| window, overlap in tokens | {' | '.join(PARTS)} | processor time |\n|---|{'---|' * len(PARTS)}---|")
    for size in sizes or WINDOWS:
        window, overlap = size.split(",")
        before = processor_seconds()
        values = row_of(cajal, corpora, ["--window-tokens", window, "--overlap-tokens", overlap])
        print_row(f"{window}, {overlap}", values, f"{processor_seconds() - before:.0f} s")


def main():
    tables = {"settings": settings, "windows": windows}
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if what not in tables or len(sys.argv) < 4 or (what == "settings" and len(sys.argv) > 4):
        raise SystemExit(__doc__)
    tables[what](*sys.argv[2:])


if __name__ == "__main__":
    main()
