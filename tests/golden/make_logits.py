"""Write tests/data/golden/logits-NAME.json: what transformers makes of the 200 texts, in float32 with eager attention.

    python make_logits.py [--layers 2] [--out tests/data/golden]

For the random checkpoints of random_checkpoint.py and for the shipped models.

The token ids are those of tokens-NAME.json beside it (`ids` for token classification, `masked` for the other heads).
A text without a mask gets one at the position that `at` names. `argmax` covers all 200 texts: a label per token, or a
token per mask. `full` holds numbers for some texts: all logits; for masked LM the 20 best, those of `fixed_ids`, and
the log of the sum of exponentials. `long` is one sequence as long as the model takes. `entities` (label, start, end in
code points, score) and `predictions` (of each mask that the text itself has: token and score) are the answers.
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

import answers
import random_checkpoint
import reference
import shipped
from common import GOLDEN, header, rounded, write_lines

FULL = range(4, 200, 10)  # twenty texts, of most kinds
LONG_ROWS = range(0, 512, 32)
UNDECIDED = 2e-5


def mask_positions(ids, mask_id, index):
    """Where the text has its masks, or where this script puts one: never on the last token."""
    found = [position for position, token in enumerate(ids) if token == mask_id]
    return found or [1 + 7 * index % (len(ids) - 2) if len(ids) > 2 else 0]


def with_masks(ids, positions, mask_id):
    return [mask_id if position in positions else token for position, token in enumerate(ids)]


def vocabulary_row(logits, fixed):
    best = np.argsort(-logits, kind="stable")[:20]
    values = logits.astype(np.float64)
    return {"top": [[int(token), rounded([logits[token]])[0]] for token in best], "fixed": rounded(logits[fixed]),
            "logsumexp": float(values.max() + np.log(np.exp(values - values.max()).sum()))}


def long_ids(vocab):
    """512 tokens without padding or mask, of which the first 5 and the last id of a vocabulary may be one."""
    return [5 + (index * 7919 + index * index) % (vocab - 6) for index in range(512)]


class Recorder:
    """The rows of one model's file, and the smallest distance between a best and a second-best logit."""

    def __init__(self, model, head, labels, mask_id):
        self.model, self.head, self.labels, self.mask_id = model, head, labels, mask_id
        self.vocab = model.config.vocab_size
        self.fixed = [(11 + 257 * index) % self.vocab for index in range(64)]
        self.gap, self.undecided = np.inf, 0

    def best(self, logits):
        """The best of each row; -1 where the two best lie so close that the order of a sum decides."""
        ordered = np.sort(logits, axis=-1)
        gaps = ordered[..., -1] - ordered[..., -2]
        self.gap = min(self.gap, float(gaps.min()))
        undecided = gaps < UNDECIDED
        self.undecided += int(undecided.sum())
        return np.where(undecided, -1, logits.argmax(-1)).tolist()

    def row(self, index, tokens):
        return getattr(self, self.head)(index, tokens)

    def ner(self, index, tokens):
        logits = reference.logits(self.model, tokens["ids"])
        full = {"logits": rounded(logits.ravel())} if index in FULL else {}
        entities = answers.entities(tokens["words"], tokens["counts"], logits, self.labels)
        return {"argmax": self.best(logits), "entities": entities, **full}

    def mlm(self, index, tokens):
        at = mask_positions(tokens["masked"], self.mask_id, index)
        logits = reference.logits(self.model, with_masks(tokens["masked"], at, self.mask_id))[at]
        row = {"at": at, "argmax": self.best(logits)}
        if self.mask_id in tokens["masked"]:
            row["predictions"] = [answers.predictions(values) for values in logits]
        if index in FULL:
            row["full"] = [vocabulary_row(values, self.fixed) for values in logits]
        return row

    def seq(self, index, tokens):
        logits = reference.logits(self.model, tokens["masked"])
        return {"argmax": self.best(logits), "logits": rounded(logits.ravel())}

    def long(self):
        ids = long_ids(self.vocab)
        if self.head == "mlm":
            ids = with_masks(ids, LONG_ROWS, self.mask_id)
        logits = reference.logits(self.model, ids)
        if self.head == "mlm":
            rows = logits[list(LONG_ROWS)]
            return {"ids": ids, "at": list(LONG_ROWS), "argmax": self.best(rows),
                    "full": [vocabulary_row(values, self.fixed) for values in rows]}
        return {"ids": ids, "argmax": self.best(logits), "logits": rounded(logits.ravel())}


def record(model, head, labels, tokens):
    """Header fields and rows for one model over the texts of one token file."""
    recorder = Recorder(model, head, labels, tokens["mask_id"])
    rows = [recorder.row(index, row) for index, row in enumerate(tokens["sentences"])]
    fields = {"fixed_ids": recorder.fixed} if head == "mlm" else {}
    fields["long"] = recorder.long()
    return fields | {"smallest_gap": recorder.gap, "undecided": recorder.undecided}, rows


def write(name, subject, recorded, out):
    fields, rows = recorded
    write_lines(out / f"logits-{name}.json", header(__file__) | subject | fields, "sentences", rows)
    print(f"{name}: {len(rows)} texts, smallest gap between best and second {fields['smallest_gap']:.2g}, "
          f"{fields['undecided']} undecided")


def read_tokens(name):
    return json.loads((GOLDEN / f"tokens-{name}.json").read_text(encoding="utf-8"))


def write_random(layers, out):
    for spec in random_checkpoint.specs():
        spec = replace(spec, layers=layers)
        model, _ = reference.load_spec(spec)
        recorded = record(model, spec.head, spec.labels(), read_tokens(spec.tokenizer))
        write(spec.name, {"checkpoint": asdict(spec)}, recorded, out)


def write_shipped(out):
    for name, head in shipped.NAMES.items():
        model = shipped.load(name)
        labels = [model.config.id2label[index] for index in range(model.config.num_labels)]
        recorded = record(model, head, labels, read_tokens("roberta"))
        write(name, {"folder": f"models/{name}", "head": head}, recorded, out)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=GOLDEN)
    arguments = parser.parse_args()
    write_random(arguments.layers, arguments.out)
    write_shipped(arguments.out)


if __name__ == "__main__":
    main()
