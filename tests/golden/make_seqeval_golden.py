"""Write tests/data/golden/seqeval.json: what seqeval says of random tags, well-formed and not.

Each row: `gold` and `found` (sentences of tags), `report` (seqeval's classification report in its default mode, per label, `micro
avg` and `macro avg`).
"""

import random
import warnings
from importlib.metadata import version

from seqeval.metrics import classification_report

from common import GOLDEN, write_lines

LABELS = ("NORMALIZABLES", "PROTEINAS", "DRUG_CLASS", "A-B")


def well_formed(rng, length):
    """IOB2 tags of random entities."""
    tags = []
    while len(tags) < length:
        if rng.random() < 0.6:
            tags.append("O")
            continue
        label = rng.choice(LABELS)
        tags += ["B-" + label] + ["I-" + label] * rng.choice((0, 0, 1, 2))
    return tags[:length]


def anything(rng, length, prefixes):
    return ["O" if rng.random() < 0.3 else f"{rng.choice(prefixes)}-{rng.choice(LABELS)}" for _ in range(length)]


def disturbed(rng, tags, prefixes):
    """The tags with some replaced, so that gold and found share many entities."""
    return [anything(rng, 1, prefixes)[0] if rng.random() < 0.15 else tag for tag in tags]


def row(rng, kind):
    lengths = [rng.randint(1, 12) for _ in range(rng.randint(1, 8))]
    prefixes = "BIES" if kind == "bioes" else "BI"
    if kind == "well-formed":
        gold = [well_formed(rng, length) for length in lengths]
        found = [tags if rng.random() < 0.4 else well_formed(rng, len(tags)) for tags in gold]
    else:
        gold = [anything(rng, length, prefixes) for length in lengths]
        found = [disturbed(rng, tags, prefixes) for tags in gold]
    return {"gold": gold, "found": found}


def report(gold, found):
    scores = classification_report(gold, found, output_dict=True, zero_division=0)
    scores.pop("weighted avg")
    return {name: {key: float(value) for key, value in score.items()} for name, score in scores.items()}


def main():
    warnings.simplefilter("ignore")
    rng = random.Random(20)
    rows = []
    for kind in ("well-formed", "malformed", "bioes"):
        while sum(r["kind"] == kind for r in rows) < 20:
            tags = row(rng, kind)
            # seqeval cannot report on no entities at all.
            if all(tag == "O" for sentence in tags["gold"] + tags["found"] for tag in sentence):
                continue
            rows.append({"kind": kind} | tags | {"report": report(tags["gold"], tags["found"])})
    head = {"script": "tests/golden/make_seqeval_golden.py", "seqeval": version("seqeval")}
    write_lines(GOLDEN / "seqeval.json", head, "cases", rows)


if __name__ == "__main__":
    main()
