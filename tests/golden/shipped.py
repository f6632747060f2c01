"""The shipped models in torch: int8 weights times their scales, in float32."""

import json

import torch
from safetensors.torch import load_file
from transformers import AutoConfig

from common import ROOT
from reference import HARMLESS, HEADS

MODELS = ROOT / "models"
NAMES = {"clinical-es-mini": "mlm", "clinical-es-mini-pharmaconer": "ner", "clinical-es-mini-cantemist": "ner",
         "clinical-es-mini-meddocan": "ner"}


def weights(folder):
    """Every tensor in float32: NAME * NAME_scale where the file holds a scale."""
    stored = load_file(folder / "model.safetensors")
    whole = {}
    for name, tensor in stored.items():
        scale = stored.get(f"{name}_scale")
        if not name.endswith("_scale"):
            whole[name] = tensor.float() if scale is None else tensor.float() * scale
    return whole


def load(name):
    folder, head = MODELS / name, HEADS[NAMES[name]]
    fields = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    fields.pop("quantization_config")
    config = AutoConfig.for_model(**fields)
    config._attn_implementation = "eager"
    model = head.from_config(config, dtype=torch.float32)
    missing, unexpected = model.load_state_dict(weights(folder), strict=False)
    assert not unexpected and all(any(part in key for part in HARMLESS) for key in missing), (missing, unexpected)
    model.tie_weights()
    return model.eval()
