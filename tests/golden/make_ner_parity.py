"""Write tests/data/golden/ner-parity.json: what transformers' token-classification pipeline answers.

    python make_ner_parity.py

Twelve models (three tokenizer families; BIO, BIOES, labels with an underscore and without prefix; random weights and
the shipped ones), each over its own texts, each text with several settings. A row is one document:

    {"model", "text", "runs": [{"aggregation", "stride", "window_tokens", "ignore_labels", "windows", "cut", "found"}]}

`found` has [label, score, word, index or null, start, end] per entity, offsets in code points; `cut` is null, or
[end of the last token read, start of the first one left out]. A run whose shape changes when the logits move by some
1e-5 is left out: rounding decides it. `branches` counts how often each branch of the pipeline was taken.
"""

import collections
import json
import random
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path

import torch
from transformers import AutoTokenizer, TokenClassificationPipeline
from transformers.utils import logging

import parity_texts
import random_checkpoint
import reference
import shipped
from common import GOLDEN, ROOT, header, write_lines
from random_checkpoint import Spec

SMALL = dict(hidden=32, layers=2, heads=4, intermediate=64)
STRATEGIES = ["none", "simple", "first", "average", "max"]


def models():
    """(name, spec or None for a shipped one, changes to tokenizer_config.json, documents)."""
    tiny = dict(SMALL, positions=66, vocab=300)
    return [
        ("roberta-tiny-bio", Spec("roberta-tiny-bio", "roberta", "ner", "roberta-tiny", **tiny), {}, 40),
        ("roberta-tiny-bioes", Spec("roberta-tiny-bioes", "roberta", "ner-bioes", "roberta-tiny", **tiny), {}, 30),
        ("roberta-no-prefix", Spec("roberta-no-prefix", "roberta", "ner-underscore", "roberta-tiny", **tiny),
         {"add_prefix_space": False, "model_max_length": 40}, 30),
        ("roberta-bio", Spec("roberta-bio", "roberta", "ner", "roberta", 16000, **SMALL), {"model_max_length": 80}, 30),
        ("xlmr-bio", Spec("xlmr-bio", "xlm-roberta", "ner", "xlmr", 3002, **SMALL), {"model_max_length": 60}, 35),
        ("xlmr-plain", Spec("xlmr-plain", "xlm-roberta", "ner-plain", "xlmr", 3002, **SMALL), {}, 30),
        ("bert-cased-bioes", Spec("bert-cased-bioes", "bert", "ner-bioes", "bert-cased", 3000, positions=512, **SMALL),
         {"model_max_length": 50}, 35),
        ("bert-uncased-bio", Spec("bert-uncased-bio", "bert", "ner", "bert-uncased", 3000, positions=512, **SMALL),
         {}, 30),
        ("bert-accents-plain", Spec("bert-accents-plain", "bert", "ner-plain", "bert-uncased-accents", 3000,
                                    positions=512, **SMALL), {"model_max_length": 64}, 30),
        *((name, None, {}, 16) for name, head in shipped.NAMES.items() if head == "ner"),
    ]


def load(name, spec, changes):
    """The model and its tokenizer, whose tokenizer_config.json has the changes."""
    if spec is None:
        return shipped.load(name), AutoTokenizer.from_pretrained(ROOT / "models" / name)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        random_checkpoint.write(spec, folder)
        path = folder / "tokenizer_config.json"
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")
        return reference.load_model(folder, "ner"), AutoTokenizer.from_pretrained(folder)


class Recorder:
    def __init__(self, name, model, tokenizer):
        self.pipe = TokenClassificationPipeline(model=model, tokenizer=tokenizer)
        self.labels = list(model.config.id2label.values())
        self.longest = tokenizer.model_max_length
        self.branches = collections.Counter()
        self.rng = random.Random(name)
        self.noise = torch.Generator().manual_seed(11)
        self.pipe.gather_pre_entities = self.counted(self.pipe.gather_pre_entities, self.count_pieces)
        self.pipe.aggregate_overlapping_entities = self.counted(self.pipe.aggregate_overlapping_entities, self.count_overlaps)
        self.counting = False

    def counted(self, method, count):
        def wrapped(*arguments, **named):
            answer = method(*arguments, **named)
            if self.counting:
                count(arguments, answer)
            return answer
        return wrapped

    def count_pieces(self, arguments, pieces):
        sentence, ids = arguments[0], arguments[1].tolist()
        tokenizer = self.pipe.tokenizer
        rule = "length" if getattr(tokenizer._tokenizer.model, "continuing_subword_prefix", None) else "space"
        for piece in pieces:
            kind = "continues" if piece["is_subword"] else "opens"
            self.branches[f"{kind} a word by the {rule} rule"] += 1
            shown = sentence[piece["start"]:piece["end"]]
            self.branches["unknown token"] += ids[piece["index"]] == tokenizer.unk_token_id
            self.branches["special token in the text"] += ids[piece["index"]] in tokenizer.all_special_ids
            self.branches["empty token"] += piece["start"] == piece["end"]
            self.branches["leading space in a token"] += shown.startswith(" ")
            self.branches["part of a character"] += "\ufffd" in tokenizer.convert_tokens_to_string([piece["word"]])

    def count_overlaps(self, arguments, answer):
        before = sorted(arguments[0], key=lambda entity: entity["start"])
        self.branches["several windows"] += 1
        self.branches["entities dropped for overlapping ones"] += max(0, len(before) - len(answer))
        self.branches["first entity twice"] += bool(answer) and len(answer) > 1 and answer[0] is answer[1]
        for one, other in zip(before, before[1:]):
            if one["start"] <= other["start"] < one["end"]:
                shorter = other["end"] - other["start"] - one["end"] + one["start"]
                self.branches[f"overlap {'longer' if shorter > 0 else 'shorter' if shorter < 0 else 'as long'}"] += 1

    def run(self, text, aggregation, stride, window, ignored):
        """One run, or None if rounding decides its shape."""
        self.pipe.tokenizer.model_max_length = self.longest if window is None else window + 2
        options = {"aggregation_strategy": aggregation, "stride": stride, "ignore_labels": ignored}
        pre, _, post = self.pipe._sanitize_parameters(**{key: value for key, value in options.items() if value is not None})
        with torch.no_grad():
            outputs = [self.pipe.forward(inputs) for inputs in self.pipe.preprocess(text, **pre)]
        found = self.entities(outputs, post)
        if any(shape(self.entities(self.moved(outputs), post)) != shape(found) for _ in range(4)):
            return None
        self.counting = True
        self.pipe.postprocess(outputs, **post)
        self.counting = False
        self.branches[aggregation + (" with stride" if stride is not None else "")] += 1
        return {"aggregation": aggregation, "stride": stride, "window_tokens": window, "ignore_labels": ignored,
                "windows": sum(bool((output["special_tokens_mask"] == 0).any()) for output in outputs),
                "cut": self.cut(text, stride), "found": found}

    def moved(self, outputs):
        """The same outputs with logits a little off."""
        return [output | {"logits": output["logits"] + 2e-5 * torch.randn(output["logits"].shape, generator=self.noise)}
                for output in outputs]

    def entities(self, outputs, post):
        found = self.pipe.postprocess(outputs, **post)
        return [[one.get("entity", one.get("entity_group")), round(float(one["score"]), 6), one["word"],
                 int(one["index"]) if "index" in one else None, one["start"], one["end"]] for one in found]

    def cut(self, text, stride):
        offsets = self.pipe.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        room = self.pipe.tokenizer.model_max_length - 2
        if stride is not None or len(offsets) <= room:
            return None
        self.branches["text cut off"] += 1
        return [offsets[room - 1][1], offsets[room][0]]

    def settings(self):
        """One run for each strategy, some in small windows with an overlap, some that ignore other labels."""
        for aggregation in STRATEGIES:
            stride = None if aggregation == "none" else self.rng.choice([None, 0, 1, 2, 5])
            window = self.rng.choice([None, None, 8, 16]) if stride is not None else self.rng.choice([None, None, None, 12])
            ignored = self.rng.choice([None, None, [], [self.rng.choice(self.labels).split("-", 1)[-1]], ["O", self.labels[0]]])
            yield aggregation, stride, window, ignored


def shape(found):
    """A run without its scores."""
    return [one[:1] + one[2:] for one in found]


def documents(name, count):
    """Short texts, some longer than a window, and a few of the extreme ones."""
    rng = random.Random(name)
    lengths = [rng.choice([3, 6, 10, 16, 24, 40]) for _ in range(count)]
    return parity_texts.texts(name, lengths) + rng.sample(parity_texts.EXTREME, 5)


def rows_of(name, spec, changes, count):
    recorder = Recorder(name, *load(name, spec, changes))
    rows = []
    for text in documents(name, count):
        runs = [recorder.run(text, *settings) for settings in recorder.settings()]
        if all(runs):
            rows.append({"model": name, "text": text, "runs": runs})
    print(f"{name}: {len(rows)} documents")
    return rows, recorder.branches


EXPECTED = ["unknown token", "special token in the text", "empty token", "leading space in a token", "part of a character",
            "several windows", "entities dropped for overlapping ones", "first entity twice", "overlap longer",
            "overlap shorter", "overlap as long", "text cut off", "opens a word by the length rule",
            "continues a word by the length rule", "opens a word by the space rule", "continues a word by the space rule",
            *STRATEGIES, *(f"{strategy} with stride" for strategy in STRATEGIES[1:])]


def main():
    warnings.simplefilter("ignore")
    logging.set_verbosity_error()
    torch.set_num_threads(1)
    rows, branches = [], collections.Counter()
    for model in models():
        more, counts = rows_of(*model)
        rows += more
        branches += counts
    assert len(rows) >= 300, len(rows)
    missing = [name for name in EXPECTED if branches[name] < 5]
    assert not missing, (missing, branches)
    specs = [{"name": name, "checkpoint": spec and asdict(spec), "tokenizer_config": changes}
             for name, spec, changes, _ in models()]
    head = header(__file__) | {"models": specs, "branches": dict(sorted(branches.items()))}
    write_lines(GOLDEN / "ner-parity.json", head, "documents", rows)
    print(f"{len(rows)} documents, {sum(len(row['runs']) for row in rows)} runs; {dict(sorted(branches.items()))}")


if __name__ == "__main__":
    main()
