"""The reference: transformers' own models and tokenizers, in float32 with eager attention."""

import tempfile
from pathlib import Path

import torch
from transformers import (AutoModelForMaskedLM, AutoModelForSequenceClassification, AutoModelForTokenClassification,
                          AutoTokenizer)

import random_checkpoint

HEADS = {"mlm": AutoModelForMaskedLM, "ner": AutoModelForTokenClassification, "seq": AutoModelForSequenceClassification}
# What old files hold and transformers ignores, or leaves out and ties.
HARMLESS = ("position_ids", "pooler.", "decoder.", "cls.seq_relationship.")


def load_model(folder, head):
    """The model of a hub folder. Every weight of the file is used and none is made up."""
    model, report = HEADS[head].from_pretrained(folder, attn_implementation="eager", dtype=torch.float32,
                                                output_loading_info=True)
    odd = [name for key in ("missing_keys", "unexpected_keys") for name in report[key]]
    wrong = [name for name in odd if not any(part in name for part in HARMLESS)]
    assert not wrong and not report["mismatched_keys"], (folder, wrong, report)
    return model.eval()


def load_spec(spec):
    with tempfile.TemporaryDirectory() as folder:
        random_checkpoint.write(spec, Path(folder))
        return load_model(folder, spec.task()), AutoTokenizer.from_pretrained(folder)


def logits(model, ids):
    """Logits of one unpadded sequence: a row per token (one row for sequence classification)."""
    torch.set_num_threads(1)
    with torch.no_grad():
        return model(input_ids=torch.tensor([ids])).logits[0].reshape(-1, model_columns(model)).numpy()


def model_columns(model):
    head = type(model).__name__
    return model.config.vocab_size if head.endswith("MaskedLM") else model.config.num_labels
