"""The models of scripts/bench.sh: base-size RoBERTa with random weights, for NER and for fill-mask, and their ONNX exports."""

import json
import shutil
import warnings
from pathlib import Path

import torch
import transformers

KINDS = ("NORMALIZABLES", "NO_NORMALIZABLES", "PROTEINAS", "UNCLEAR")
LABELS = ["O", *(f"{tag}-{kind}" for kind in KINDS for tag in "BI")]
TOKENIZER_FILES = ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt")


class Logits(torch.nn.Module):
    """A model with its logits alone, for the export."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def export(model, folder):
    """FOLDER/onnx/model.onnx, with lengths left open."""
    path = folder / "onnx" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    ids = torch.tensor([[0, 50, 60, 70, 2]])
    axes = {name: {0: "batch", 1: "sequence"} for name in ("input_ids", "attention_mask", "logits")}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(Logits(model.eval()).eval(), (ids, torch.ones_like(ids)), path, opset_version=17, dynamo=False,
                          input_names=["input_ids", "attention_mask"], output_names=["logits"], dynamic_axes=axes)


def copy_tokenizer(tokenizer, folder):
    for name in TOKENIZER_FILES:
        if (tokenizer / name).exists():
            shutil.copyfile(tokenizer / name, folder / name)


def random_base(kind, tokenizer, folder):
    """A checkpoint of 12 layers of 768 with the vocabulary of `tokenizer`; the same weights on every machine."""
    if (folder / "onnx" / "model.onnx").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = len(json.loads((tokenizer / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"])
    config = transformers.RobertaConfig(
        vocab_size=max(vocabulary, len(transformers.AutoTokenizer.from_pretrained(tokenizer))), max_position_embeddings=514,
        type_vocab_size=1, layer_norm_eps=1e-5, id2label=dict(enumerate(LABELS)),
        label2id={label: index for index, label in enumerate(LABELS)})
    torch.manual_seed(1)
    classes = {"ner": transformers.RobertaForTokenClassification, "mlm": transformers.RobertaForMaskedLM}
    model = classes[kind](config)
    if kind == "ner":
        # Wide enough that all labels are seen: at the usual scale every token gets the same one.
        model.classifier.weight.data.normal_(0, 1)
    model.save_pretrained(folder)
    copy_tokenizer(tokenizer, folder)
    export(model, folder)
    return folder


def exported(source, folder):
    """A copy of a trained checkpoint in f32, with its export."""
    if (folder / "onnx" / "model.onnx").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    model = transformers.AutoModelForTokenClassification.from_pretrained(source, dtype=torch.float32)
    model.save_pretrained(folder)
    copy_tokenizer(Path(source), folder)
    export(model, folder)
    return folder
