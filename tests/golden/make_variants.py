"""Write tests/data/golden/variants.json and tests/data/variants/: one small model in every form that it may come in.

The Rust tests write the safetensors forms themselves; the forms that only Python writes are checked in:
`old-bert/pytorch_model.bin` (the layout of torch before 1.6, gamma and beta, position ids, pooler, next-sentence head,
decoder beside the tied embeddings), `roberta-f16/pytorch_model.bin`, and ONNX exports with weights inside and beside.
"""

import io
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import onnx
import onnxruntime
import torch
from transformers import AutoTokenizer, TextClassificationPipeline

import random_checkpoint
import reference
from common import DATA, GOLDEN, SENTENCES, header, rounded, write_json, write_lines
from random_checkpoint import Spec, tokenizer_folder

OUT = DATA / "variants"
TINY = {"hidden": 32, "heads": 4, "intermediate": 64, "vocab": 300}
SPECS = [Spec("tiny-bert-mlm", "bert", "mlm", "bert-tiny", layers=1, positions=64, **TINY),
         Spec("tiny-bert-ner", "bert", "ner", "bert-tiny", layers=1, positions=64, **TINY),
         Spec("tiny-bert-seq", "bert", "seq", "bert-tiny", layers=1, positions=64, **TINY),
         Spec("tiny-roberta-mlm", "roberta", "mlm", "roberta-tiny", layers=1, positions=66, **TINY),
         Spec("tiny-roberta-ner", "roberta", "ner", "roberta-tiny", layers=1, positions=66, **TINY),
         Spec("tiny-roberta-seq", "roberta", "seq", "roberta-tiny", layers=1, positions=66, **TINY)]
# Fields of config.json that change what the same weights mean. Where it says whether the decoder is tied, the file has one
# that is not the word embeddings: transformers takes that, whatever the field says.
CONFIGS = [{"hidden_act": "relu"}, {"hidden_act": "gelu_new"}, {"layer_norm_eps": 0.01}, {"num_attention_heads": 2},
           {"tie_word_embeddings": False}, {"tie_word_embeddings": True}]
# The same for sequence classifiers, whose scores depend on it.
CLASSIFIERS = [{}, {"problem_type": "multi_label_classification"}, {"problem_type": "regression"},
               {"id2label": {"0": "grave"}, "label2id": {"grave": 0}}]
TEXTS = range(1, 40, 3)
ONNX = {"tiny-bert-mlm": "external", "tiny-roberta-ner": "inside"}


def sequences(spec):
    """Three token sequences: short, middling, and as long as the model takes."""
    ends = (2, 3) if spec.family == "bert" else (0, 2)
    return [[ends[0], *(5 + (7 * length + 37 * index) % 295 for index in range(length - 2)), ends[1]]
            for length in (3, 17, 64)]


def positions(spec, ids):
    """The rows to compare: some of a token classifier's; for masked LM two, as each is as wide as the vocabulary."""
    return [1, len(ids) - 1] if spec.head == "mlm" else list(range(0, len(ids), 4))


def load(spec, tensors, fields=None):
    """The torch model of these tensors, through a checkpoint on disk; `fields` go into its config.json."""
    with tempfile.TemporaryDirectory() as folder:
        random_checkpoint.write_frame(spec, Path(folder))
        write_json(Path(folder) / "config.json", random_checkpoint.config(spec) | (fields or {}))
        random_checkpoint.save_file(tensors, Path(folder) / "model.safetensors", metadata={"format": "pt"})
        return reference.load_model(folder, spec.head)


def rows(spec, model):
    found = []
    for ids in sequences(spec):
        logits = reference.logits(model, ids)
        chosen = logits if spec.head == "seq" else logits[positions(spec, ids)]
        found.append(rounded(chosen.ravel()))
    return found


def case(spec):
    """The model's logits from float32 weights and from weights rounded to the half types."""
    tensors = random_checkpoint.tensors(spec)
    logits = {"f32": rows(spec, load(spec, tensors))}
    for name, dtype in (("f16", torch.float16), ("bf16", torch.bfloat16)):
        halves = {key: torch.from_numpy(value).to(dtype).float().numpy() for key, value in tensors.items()}
        logits[name] = rows(spec, load(spec, halves))
    configs = [{"fields": fields, "logits": rows(spec, load(spec, with_decoder(spec, tensors, fields), fields))}
               for fields in (CONFIGS if spec.head == "mlm" else [])]
    classifiers = [classified(spec, tensors, fields) for fields in (CLASSIFIERS if spec.head == "seq" else [])]
    ids = sequences(spec)
    return {"checkpoint": asdict(spec), "ids": ids, "at": [positions(spec, one) for one in ids], "logits": logits,
            "configs": configs, "classifiers": classifiers}


def classified(spec, tensors, fields):
    """What transformers' pipeline answers to the texts that the model can hold: all labels, best first."""
    labels = len(fields.get("id2label", spec.labels()))
    tensors = {name: values[:labels].copy() if len(values) == len(spec.labels()) else values
               for name, values in tensors.items()}
    model, tokenizer = load(spec, tensors, fields), AutoTokenizer.from_pretrained(tokenizer_folder(spec.tokenizer))
    pipeline = TextClassificationPipeline(model=model, tokenizer=tokenizer, top_k=None, device="cpu")
    answers = {}
    for index in TEXTS:
        text = SENTENCES[index]["text"]
        if len(tokenizer(text)["input_ids"]) <= 64:
            answers[index] = [[one["label"], rounded([one["score"]])[0]] for one in pipeline([text])[0]]
    return {"fields": fields, "answers": answers}


def with_decoder(spec, tensors, fields):
    """The tensors, with a decoder that is not the word embeddings where the configuration speaks of it."""
    if "tie_word_embeddings" not in fields:
        return tensors
    head = "cls.predictions" if spec.family == "bert" else "lm_head"
    name = f"{head}.decoder.weight"
    return tensors | {name: random_checkpoint.tensor(spec, name, (spec.vocab, spec.hidden)),
                      f"{head}.decoder.bias": random_checkpoint.tensor(spec, f"{head}.decoder.bias", (spec.vocab,))}


def save_bin(folder, tensors, **options):
    (OUT / folder).mkdir(parents=True, exist_ok=True)
    torch.save(tensors, OUT / folder / "pytorch_model.bin", **options)


def old_bert(spec):
    """As files of 2019 have it: other names, buffers, heads that nothing here uses, storages shared and sliced."""
    state = {name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"):
             torch.from_numpy(value) for name, value in random_checkpoint.tensors(spec).items()}
    state["bert.embeddings.position_ids"] = torch.arange(spec.positions).expand(1, -1)
    state["bert.pooler.dense.weight"] = torch.ones(spec.hidden, spec.hidden)
    state["bert.pooler.dense.bias"] = torch.zeros(spec.hidden)
    state["cls.seq_relationship.weight"] = torch.ones(2, spec.hidden)
    state["cls.seq_relationship.bias"] = torch.zeros(2)
    state["cls.predictions.decoder.weight"] = state["bert.embeddings.word_embeddings.weight"]
    return state


def export(spec, form):
    """An ONNX export with the names that Optimum gives: dynamic batch and length."""
    model = load(spec, random_checkpoint.tensors(spec))
    names = ["input_ids", "attention_mask"] + (["token_type_ids"] if spec.family == "bert" else [])
    ids = torch.tensor([sequences(spec)[1]])
    inputs = (ids, torch.ones_like(ids), torch.zeros_like(ids))[: len(names)]
    axes = {name: {0: "batch", 1: "sequence"} for name in [*names, "logits"]}
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(Exported(model, names).eval(), inputs, buffer, input_names=names, output_names=["logits"],
                          dynamic_axes=axes, opset_version=17, dynamo=False)
    graph = onnx.load_from_string(buffer.getvalue())
    folder = OUT / f"onnx-{form}"
    folder.mkdir(parents=True, exist_ok=True)
    beside = {"save_as_external_data": True, "location": "model.onnx.data", "size_threshold": 256}
    (folder / "model.onnx.data").unlink(missing_ok=True)
    onnx.save_model(graph, folder / "model.onnx", **(beside if form == "external" else {}))
    session = onnxruntime.InferenceSession(folder / "model.onnx")
    theirs = session.run(["logits"], dict(zip(names, (one.numpy() for one in inputs))))[0]
    difference = abs(theirs[0] - reference.logits(model, ids[0].tolist())).max()
    print(f"onnx-{form}: largest difference from torch {difference:.2g}")
    assert difference < 1e-5


class Exported(torch.nn.Module):
    """The model with its logits alone, taking tensors by position."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *tensors):
        return self.model(**dict(zip(self.names, tensors))).logits


def main():
    cases = [case(spec) for spec in SPECS]
    write_lines(GOLDEN / "variants.json", header(__file__) | {"onnx": onnx.__version__}, "checkpoints", cases)
    by_name = {spec.name: spec for spec in SPECS}
    # The one file that differs from run to run: storages are named by their addresses.
    save_bin("old-bert", old_bert(by_name["tiny-bert-mlm"]), _use_new_zipfile_serialization=False)
    halves = random_checkpoint.tensors(by_name["tiny-roberta-ner"]).items()
    save_bin("roberta-f16", {name: torch.from_numpy(value).half() for name, value in halves})
    for name, form in ONNX.items():
        export(by_name[name], form)


if __name__ == "__main__":
    main()
