"""Write tests/data/golden/int8.json: logits of models whose products run on 8-bit numbers, worked out in numpy.

Each checkpoint runs in transformers, with three kinds of module replaced: linear layers of the encoder, the table of word
embeddings, and the decoder of a masked-LM head. The arithmetic is that of the ONNX operators DynamicQuantizeLinear and
MatMulInteger, from their definitions; integer products are exact in float64. Nothing of ONNX Runtime or of the library is used.
One layer: where a sum of floats comes out a bit otherwise, an input may round to the next number, and from layer to layer more of
them do.
"""

import json
from dataclasses import asdict, replace

import numpy as np
import torch

import random_checkpoint
import reference
from common import GOLDEN, header, write_lines

MODELS = ("roberta-ner", "xlmr-mlm", "bert-seq", "bert-ner", "bert-mlm", "roberta-mlm")
TEXTS = (0, 3, 42)
COLUMNS = 40


def by_row(matrix):
    """Whole numbers up to 127 and the scale of each row."""
    largest = np.abs(matrix).max(axis=1, keepdims=True).astype(np.float32)
    scale = np.where(largest > 0, largest / np.float32(127), np.float32(1))
    return np.rint(matrix / scale), scale


def whole_tensor(values):
    """DynamicQuantizeLinear: whole numbers from 0 to 255, less their zero point, and the one scale."""
    least, most = min(values.min(), np.float32(0)), max(values.max(), np.float32(0))
    scale = (most - least) / np.float32(255)
    zero = np.clip(np.rint(-least / scale), 0, 255)
    return np.clip(np.rint(values / scale) + zero, 0, 255) - zero, scale


class Linear(torch.nn.Module):
    def __init__(self, linear):
        super().__init__()
        self.numbers, self.scale = by_row(linear.weight.detach().numpy())
        self.bias = linear.bias.detach().numpy()

    def forward(self, x):
        numbers, scale = whole_tensor(x[0].numpy())
        product = numbers.astype(np.float64) @ self.numbers.T.astype(np.float64)
        return torch.from_numpy((product * (scale * self.scale.T) + self.bias).astype(np.float32))[None]


class Decoder(Linear):
    """One scale for each row of the input."""

    def forward(self, x):
        numbers, scale = by_row(x[0].numpy())
        product = numbers.astype(np.float64) @ self.numbers.T.astype(np.float64)
        return torch.from_numpy((product * scale * self.scale.T + self.bias).astype(np.float32))[None]


def quantize(model, spec):
    """Replaces the modules. The decoder first, while it still shares the table."""
    if spec.head == "mlm":
        head = model.cls.predictions if spec.family == "bert" else model.lm_head
        head.decoder = Decoder(head.decoder)
    encoder = getattr(model, spec.prefix())
    for name, module in list(encoder.encoder.named_modules()):
        if isinstance(module, torch.nn.Linear):
            parent, _, own = name.rpartition(".")
            setattr(encoder.encoder.get_submodule(parent), own, Linear(module))
    table = encoder.embeddings.word_embeddings.weight
    numbers, scale = by_row(table.detach().numpy())
    table.data = torch.from_numpy((numbers.astype(np.float32) * scale).astype(np.float32))
    return model


def answers(model, tokens, spec):
    """Logits of every row, of two rows or of the whole; of a vocabulary the first columns."""
    for index in TEXTS:
        ids = tokens["sentences"][index]["masked"]
        rows = {"mlm": [3, 7], "seq": [0]}.get(spec.task(), range(len(ids)))
        logits = reference.logits(model, ids)
        yield {"ids": ids, "rows": list(rows), "logits": [[float(f"{x:.5f}") for x in logits[row][:COLUMNS]] for row in rows]}


def case(spec):
    tokens = json.loads((GOLDEN / f"tokens-{spec.tokenizer}.json").read_text(encoding="utf-8"))
    model, _ = reference.load_spec(spec)
    return {"checkpoint": asdict(spec), "texts": list(answers(quantize(model, spec), tokens, spec))}


def main():
    specs = {spec.name: spec for spec in random_checkpoint.specs()}
    write_lines(GOLDEN / "int8.json", header(__file__), "cases", [case(replace(specs[name], layers=1)) for name in MODELS])


if __name__ == "__main__":
    main()
