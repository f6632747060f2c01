"""Write tests/data/golden/fill-mask-parity.json: what transformers' fill-mask pipeline answers.

    python make_fill_mask_parity.py

Nine models (three tokenizer families, with and without the space before a text, with and without cleaned-up spaces; random
weights and the shipped one), each over the same texts, each text with several settings. A row is one call:

    {"model", "text", "top_k", "targets" or null, "masks": [[[token, score, token_str, sequence], ...], ...] or "error"}

`error` is `mask` for a text without a mask, `length` for one that is too long, `targets` where no target has a token. A call
whose order changes when a logit moves by some 1e-5 is left out: rounding decides it.
"""

import json
import random
import tempfile
from dataclasses import asdict
from pathlib import Path

import torch
from transformers import AutoTokenizer, FillMaskPipeline
from transformers.pipelines.base import PipelineException
from transformers.utils import logging

import random_checkpoint
import reference
import shipped
from common import GOLDEN, ROOT, SENTENCES, header, rounded, write_lines
from random_checkpoint import Spec

SMALL = dict(hidden=32, layers=2, heads=4, intermediate=64)
UNDECIDED = 2e-5

# {s}, {e}, {p} and {u} are the tokens at the ends, for padding and for the unknown; {m} is the mask.
TEXTS = [
    "{s}El {m} niega hábitos tóxicos{e}", "Nota: {s}hola{e} valor {m} fin", "{m} tras {e} y antes {s}{m}",
    "Relleno {p}{p} antes de {m}", "Desconocido {u} y {m}", "{m} {p}", "<S>{m}</S>", "[cls] {m} [sep]",
    "dolor{m}", "{m}dolor", "dolor{m}ido", "dolor {m}.", "dolor {m} .", "¿{m}?", "({m})", "«{m}»", "{m},{m};{m}",
    "  {m}", "{m}  ", "a\t{m}\tb", "a\n{m}\r\nb", "a  {m}  b", "\u00a0{m}\u00a0b", "\u200b{m}\u200b", "x\u0000{m}",
    "😀{m}😀", "👩🏽\u200d⚕\ufe0f {m} 🩺", "Exploracio\u0301n {m} an\u0303os", "Ñoño {m} Íntegro Ü", "ﬁebre {m} ½ ²",
    "{m}" * 4, "{m} {m} {m} {m}", "El {m} de {m} con {m} y {m}.", "TA {m}/80 mmHg, 39,5 ºC don't I'm he's",
    "小明 {m} 头痛", "العلاج {m}", "a" * 300 + " {m}", "{m}" + " dolor" * 40,
]
TARGETS = [
    ["dolor", "fiebre", "tos"], ["neumonía", "electroencefalografía"], ["dolor", "dolor", " dolor"], ["漢字", "Ω", "fiebre"],
    ["", "de"], ["Ġde", "▁de", "de", "##de"], ["{s}", "{m}", "{u}", "{p}"], ["Dolor", "DOLOR", "dolor"], [".", ",", " ."],
    ["dolor abdominal intenso"], ["😀"], ["hiperten", "sión"],
]
# Texts that transformers refuses, or targets.
REFUSED = [("sin hueco", 5, None), ("", 5, None), ("El <Mask> y la [Mask]", 5, None), ("{m}" + " de" * 600, 5, None),
           ("{m}", 5, [""]), ("{m}", 5, [])]


def models():
    """(name, spec or None for the shipped one, changes to tokenizer_config.json)."""
    tiny = dict(SMALL, positions=66, vocab=300)
    bert = dict(SMALL, positions=512)
    return [
        ("roberta-tiny", Spec("fill-roberta-tiny", "roberta", "mlm", "roberta-tiny", **tiny), {}),
        ("roberta", Spec("fill-roberta", "roberta", "mlm", "roberta", 16000, **SMALL), {}),
        ("roberta-no-prefix", Spec("fill-no-prefix", "roberta", "mlm", "roberta-tiny", **tiny),
         {"add_prefix_space": False, "clean_up_tokenization_spaces": True}),
        ("xlmr", Spec("fill-xlmr", "xlm-roberta", "mlm", "xlmr", 3002, **SMALL), {}),
        ("xlmr-clean", Spec("fill-xlmr-clean", "xlm-roberta", "mlm", "xlmr", 3002, **SMALL),
         {"clean_up_tokenization_spaces": True}),
        ("bert-cased", Spec("fill-bert", "bert", "mlm", "bert-cased", 3000, **bert), {}),
        ("bert-uncased", Spec("fill-uncased", "bert", "mlm", "bert-uncased", 3000, **bert),
         {"clean_up_tokenization_spaces": True}),
        ("bert-uncased-accents", Spec("fill-accents", "bert", "mlm", "bert-uncased-accents", 3000, **bert), {}),
        ("clinical-es-mini", None, {}),
    ]


def load(name, spec, changes):
    if spec is None:
        return shipped.load(name), AutoTokenizer.from_pretrained(ROOT / "models" / name)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        random_checkpoint.write(spec, folder)
        path = folder / "tokenizer_config.json"
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        return reference.load_model(folder, "mlm"), AutoTokenizer.from_pretrained(folder)


class Recorder:
    def __init__(self, name, model, tokenizer):
        self.name, self.tokenizer = name, tokenizer
        self.pipe = FillMaskPipeline(model=model, tokenizer=tokenizer)
        self.limit = model.config.max_position_embeddings - (2 if model.config.model_type != "bert" else 0)

    def spelled(self, text):
        """The text with this tokenizer's own special tokens."""
        names = {"{m}": self.tokenizer.mask_token, "{mask}": self.tokenizer.mask_token, "{s}": self.tokenizer.cls_token,
                 "{e}": self.tokenizer.sep_token, "{p}": self.tokenizer.pad_token, "{u}": self.tokenizer.unk_token}
        for name, token in names.items():
            text = text.replace(name, token)
        return text

    def row(self, text, top_k, targets):
        """One call, or None if rounding decides its order."""
        text = self.spelled(text)
        targets = targets and [self.spelled(target) for target in targets]
        row = {"model": self.name, "text": text, "top_k": top_k, "targets": targets}
        try:
            masks = self.masks(text, top_k, targets)
        except PipelineException:
            return row | {"error": "mask"}
        except ValueError:
            return row | {"error": "targets"}
        except (IndexError, RuntimeError):
            assert len(self.tokenizer(text)["input_ids"]) > self.limit, text
            return row | {"error": "length"}
        return masks and row | {"masks": masks}

    def masks(self, text, top_k, targets):
        asked = {} if targets is None else {"targets": targets}
        found = self.pipe(text, top_k=top_k + 1, **asked)
        masks = found if found and isinstance(found[0], list) else [found]
        if any(self.undecided(mask) for mask in masks):
            return None
        exact = self.pipe(text, top_k=top_k, **asked)
        exact = exact if exact and isinstance(exact[0], list) else [exact]
        return [[[one["token"], rounded([one["score"]])[0], one["token_str"], one["sequence"]] for one in mask]
                for mask in exact]

    def undecided(self, mask):
        scores = torch.tensor([one["score"] for one in mask], dtype=torch.float64).log()
        return bool((scores[:-1] - scores[1:] < UNDECIDED).any())


def calls(name):
    """Texts with their settings, the same for every run of the script."""
    rng = random.Random(name)
    masked = [sentence["text"] for sentence in SENTENCES if "{mask}" in sentence["text"]]
    for index, text in enumerate(TEXTS + rng.sample(masked, 12)):
        yield text, (5 if index % 8 == 0 else 2), None
        if index % 2 == 0:
            yield text, (1 if index % 6 == 0 else 5), TARGETS[index // 2 % len(TARGETS)]
    yield from REFUSED


def main():
    logging.set_verbosity_error()
    torch.set_num_threads(1)
    specs, rows, left_out = [], [], 0
    for name, spec, changes in models():
        specs.append({"name": name, "checkpoint": spec and asdict(spec), "tokenizer_config": changes})
        recorder = Recorder(name, *load(name, spec, changes))
        found = [recorder.row(*call) for call in calls(name)]
        left_out += sum(row is None for row in found)
        rows += [row for row in found if row]
    head = header(__file__) | {"models": specs}
    write_lines(GOLDEN / "fill-mask-parity.json", head, "calls", rows)
    print(f"{len(rows)} calls, {sum('error' in row for row in rows)} of them refused, {left_out} left out")


if __name__ == "__main__":
    main()
