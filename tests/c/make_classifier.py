#!/usr/bin/env python3
"""Writes a tiny BERT for sequence classification whose answer is known without running it.

All weights but the classifier's bias are zero (norms: one), so the logits are the bias for every text: ln 6, ln 3, 0,
which softmax turns into 0.6, 0.3 and 0.1.

Usage: make_classifier.py FOLDER
"""

import json
import math
import struct
import sys
from pathlib import Path

HIDDEN, INTERMEDIATE, POSITIONS = 8, 16, 16
VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "fiebre", "alta"]
LABELS = ["ingreso", "alta", "derivación"]
BIAS = [math.log(3), math.log(6), 0.0]


def tensors():
    """Name, shape and numbers of every tensor."""
    for table, rows in (("word", len(VOCABULARY)), ("position", POSITIONS), ("token_type", 2)):
        yield f"bert.embeddings.{table}_embeddings.weight", [rows, HIDDEN], None
    layer = "bert.encoder.layer.0"
    yield from norm("bert.embeddings")
    for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
        yield from linear(f"{layer}.{name}", HIDDEN, HIDDEN)
    yield from norm(f"{layer}.attention.output")
    yield from linear(f"{layer}.intermediate.dense", INTERMEDIATE, HIDDEN)
    yield from linear(f"{layer}.output.dense", HIDDEN, INTERMEDIATE)
    yield from norm(f"{layer}.output")
    yield from linear("bert.pooler.dense", HIDDEN, HIDDEN)
    yield "classifier.weight", [len(LABELS), HIDDEN], None
    yield "classifier.bias", [len(LABELS)], BIAS


def norm(name):
    yield f"{name}.LayerNorm.weight", [HIDDEN], [1.0] * HIDDEN
    yield f"{name}.LayerNorm.bias", [HIDDEN], None


def linear(name, rows, columns):
    yield f"{name}.weight", [rows, columns], None
    yield f"{name}.bias", [rows], None


def safetensors():
    header, data = {}, b""
    for name, shape, numbers in tensors():
        count = math.prod(shape)
        start = len(data)
        data += struct.pack(f"<{count}f", *(numbers or [0.0] * count))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [start, len(data)]}
    encoded = json.dumps(header).encode()
    return struct.pack("<Q", len(encoded)) + encoded + data


def config():
    return {
        "architectures": ["BertForSequenceClassification"],
        "model_type": "bert",
        "vocab_size": len(VOCABULARY),
        "hidden_size": HIDDEN,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": INTERMEDIATE,
        "max_position_embeddings": POSITIONS,
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
    }


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config()), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors())


if __name__ == "__main__":
    main()
