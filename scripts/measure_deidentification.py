#!/usr/bin/env python3
"""What `cajal deidentify` leaves of annotated personal data (brat standoff: NAME.txt and NAME.ann).

    python3 scripts/measure_deidentification.py CAJAL MODEL FOLDER

CAJAL is the command line, MODEL what its --model takes, FOLDER for example ../shared/corpora/meddocan/dev. Needs Python alone.

An item is left in part when at least one of its letters and digits stands in a stretch that was kept, under whatever label. The
segments are checked on the way: kept ones must hold the same text on both sides, and together they must be both texts.
"""
import sys
from pathlib import Path

from measure_f1 import run


def items_of(path):
    """(start, end) of every fragment of every annotation."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("T"):
            offsets = line.split("\t")[1].split(" ", 1)[1]
            yield [tuple(map(int, fragment.split())) for fragment in offsets.split(";")]


def answers(cajal, model, paths):
    return run(cajal, "deidentify", ["--model", model], map(str, paths))


def kept_positions(text, answer):
    """Which code points of the text were kept."""
    kept, old, new = bytearray(len(text)), 0, 0
    for segment in answer["segments"]:
        (a, b), (c, d) = ((segment[side]["codepoint"]["start"], segment[side]["codepoint"]["end"]) for side in ("from", "to"))
        if (a, c) != (old, new) or (segment["label"] is None and text[a:b] != answer["text"][c:d]):
            raise SystemExit(f"{answer['document']}: the segments do not fit the texts at {a}")
        old, new = b, d
        if segment["label"] is None:
            kept[a:b] = b"\1" * (b - a)
    if (old, new) != (len(text), len(answer["text"])):
        raise SystemExit(f"{answer['document']}: the segments are not the whole of both texts")
    return kept


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    cajal, model, folder = sys.argv[1:]
    paths = sorted(Path(folder).glob("*.txt"))
    if not paths:
        raise SystemExit(f"{folder}: no .txt file")
    items = in_part = whole = documents = 0
    for path, answer in zip(paths, answers(cajal, model, paths), strict=True):
        text = path.read_bytes().decode("utf-8")
        kept, leaks = kept_positions(text, answer), 0
        for fragments in items_of(path.with_suffix(".ann")):
            places = [at for start, end in fragments for at in range(start, end) if text[at].isalnum()]
            left = sum(kept[at] for at in places)
            items, in_part, whole, leaks = items + 1, in_part + (left > 0), whole + (left == len(places)), leaks + (left > 0)
        documents += leaks > 0
    print(f"{len(paths)} documents of {folder}, model {model}: {items} annotated items")
    print(f"left in part or whole: {in_part} ({in_part / items:.2%}), of them whole: {whole} ({whole / items:.2%})")
    print(f"documents with something left: {documents}")


if __name__ == "__main__":
    main()
