#!/usr/bin/env python3
"""Writes notes for benchmarks, one a line, always the same: sentences of tests/golden/sentences.json, put together.

Usage: scripts/bench_notes.py COUNT
"""

import json
import pathlib
import random
import sys

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "tests/golden/sentences.json"


def main():
    sentences = [one["text"].replace("{mask}", "dolor") for one in json.loads(GOLDEN.read_text("utf-8"))["sentences"]]
    sentences = [text for text in sentences if text and text.isprintable()]
    choose = random.Random(0)
    for _ in range(int(sys.argv[1])):
        print(" ".join(choose.choices(sentences, k=choose.randint(5, 25))))


main()
