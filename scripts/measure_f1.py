#!/usr/bin/env python3
"""Strict F1 of the command line on a folder of annotated documents (brat standoff: NAME.txt and NAME.ann).

    python3 scripts/measure_f1.py CAJAL MODEL FOLDER [OPTION...]

CAJAL is the command line, MODEL what its --model takes, FOLDER for example ../shared/corpora/pharmaconer/dev.
Options go to `cajal ner`: --precision int8. Needs Python alone.

An entity is right when its label, start and end are those of the annotation, in code points of the file as it is. An annotation in
several fragments counts as missed. Every span is also checked: in each of its three units it must cut the entity's text out of the
document. Prints Markdown; exit code 1 when a document failed or a span is wrong.
"""
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path


def gold_of(path):
    """{(start, end, label)} of an .ann file. Fragments stay one entity that no answer can equal."""
    gold = set()
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("T"):
            label, *offsets = line.split("\t")[1].replace(";", " ").split(" ")
            gold.add((*map(int, offsets), label))
    return gold


def run(cajal, verb, options, inputs):
    """The JSON objects that a verb prints."""
    command = [cajal, verb, "--format", "json", *options, "--", *inputs]
    done = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode != 0:
        raise SystemExit(f"cajal {verb} ended with exit code {done.returncode}")
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def answers(cajal, model, paths, options):
    """The answer to every document, by its path."""
    found = run(cajal, "ner", ["--model", model, *options], map(str, paths))
    return {answer["document"]: answer for answer in found}


def spans_of(entities):
    """{(start, end, label)} of an answer's entities."""
    return {(e["codepoint"]["start"], e["codepoint"]["end"], e["label"]) for e in entities}


def check_spans(path, entities):
    """Stops unless every entity's three spans hold its text."""
    raw = path.read_bytes()
    # Two bytes a unit: a slice of UTF-16 units is a slice of twice as many bytes.
    text, utf16 = raw.decode("utf-8"), raw.decode("utf-8").encode("utf-16-le")
    for number, entity in enumerate(entities):
        ranges = {unit: (entity[unit]["start"], entity[unit]["end"]) for unit in ("utf8", "utf16", "codepoint")}
        (a, b), (c, d), (e, f) = ranges.values()
        held = {raw[a:b].decode("utf-8", "replace"), utf16[2 * c : 2 * d].decode("utf-16-le", "replace"), text[e:f]}
        if held != {entity["text"]} or not entity["text"].strip():
            raise SystemExit(f"{path}: the spans of entity {number} do not hold its text: {ranges}")


def count(paths, answered):
    """Right, found and gold entities per label; all together under ''."""
    right, found, gold = Counter(), Counter(), Counter()
    for path in paths:
        entities = answered[str(path)]["entities"]
        check_spans(path, entities)
        got = spans_of(entities)
        wanted = gold_of(path.with_suffix(".ann"))
        for counter, spans in ((right, wanted & got), (found, got), (gold, wanted)):
            counter.update(span[-1] for span in spans)
            counter[""] += len(spans)
    return right, found, gold


def ratio(part, whole):
    return part / whole if whole else 0.0


def main():
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    cajal, model, folder, *options = sys.argv[1:]
    paths = sorted(Path(folder).glob("*.txt"))
    if not paths:
        raise SystemExit(f"{folder}: no .txt file")
    answered = answers(cajal, model, paths, options)
    right, found, gold = count(paths, answered)
    print(" ".join([f"{len(paths)} documents of {folder}, model {model}", *options]) + "\n")
    print("| label | P | R | F1 | right | found | gold |\n|---|---|---|---|---|---|---|")
    for label in sorted(set(found) | set(gold)):
        r, f, g = right[label], found[label], gold[label]
        print(f"| {label or 'all (micro)'} | {ratio(r, f):.4f} | {ratio(r, g):.4f} | {ratio(2 * r, f + g):.4f} | {r} | {f} | {g} |")
    shortened = sum(answer["shortened_words"] for answer in answered.values())
    print(f"\nWords longer than a window, labelled by their start: {shortened}")


if __name__ == "__main__":
    main()
