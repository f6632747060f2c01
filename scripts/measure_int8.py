#!/usr/bin/env python3
"""What int8 changes in the answers of the command line: strict F1 of the three recognisers, and the best word for masks.

    python3 scripts/measure_int8.py CAJAL CORPORA

CAJAL is the command line, CORPORA the folder of pharmaconer, cantemist and meddocan. Needs Python alone. The development parts are
read whole for F1. For masks, one word in 40 of them, of four letters or more, is masked in its line. Prints Markdown.
"""
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import measure_f1

PARTS = {"pharmaconer": "pharmaconer/dev", "cantemist": "cantemist/dev2", "meddocan": "meddocan/dev"}
PRECISIONS = ("f32", "int8")
WORD = re.compile(r"[^\W\d_]{4,}")
EVERY = 40
CONTEXT = 200
AT_ONCE = 400


def f1(cajal, model, paths, precision):
    right, found, gold = measure_f1.count(paths, measure_f1.answers(cajal, model, paths, ["--precision", precision]))
    return 2 * right[""] / (found[""] + gold[""])


def masked(paths):
    """Texts with one mask each: a word's line, cut to some words around it."""
    words = 0
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            for word in WORD.finditer(line):
                words += 1
                if words % EVERY == 0:
                    before, after = line[: word.start()][-CONTEXT:], line[word.end() :][:CONTEXT]
                    yield f"{before}<mask>{after} ."


def best_words(cajal, texts, precision):
    words = []
    for start in range(0, len(texts), AT_ONCE):
        options = ["--precision", precision, "--top-k", "1"]
        answers = measure_f1.run(cajal, "fill-mask", options, texts[start : start + AT_ONCE])
        words += [answer["masks"][0]["predictions"][0]["token_ids"] for answer in answers]
    return words


@dataclass(frozen=True)
class Part:
    """What was measured on the documents of a part."""

    name: str
    documents: int
    f1_f32: float
    f1_int8: float
    masks: int
    same_words: int


def measure(cajal, corpora):
    """One part after the other."""
    for model, name in PARTS.items():
        paths = sorted((Path(corpora) / name).glob("*.txt"))
        scores = [f1(cajal, model, paths, precision) for precision in PRECISIONS]
        texts = list(masked(paths))
        floats, bytes8 = (best_words(cajal, texts, precision) for precision in PRECISIONS)
        yield Part(name, len(paths), *scores, len(texts), sum(a == b for a, b in zip(floats, bytes8)))


def table(parts):
    """Markdown, line by line."""
    yield "| part | documents | strict F1, f32 | int8 | difference | masked words | the same best word |"
    yield "|---|---|---|---|---|---|---|"
    same = masks = 0
    for part in parts:
        same, masks = same + part.same_words, masks + part.masks
        yield (f"| {part.name} | {part.documents} | {part.f1_f32:.4f} | {part.f1_int8:.4f} | {part.f1_int8 - part.f1_f32:+.4f} "
               f"| {part.masks} | {part.same_words} ({part.same_words / part.masks:.4f}) |")
    yield f"\nAll parts: the same best word for {same} of {masks} masks ({same / masks:.4f})."


def main():
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    for line in table(measure(*sys.argv[1:])):
        print(line, flush=True)


if __name__ == "__main__":
    main()
