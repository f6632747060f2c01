"""Measure the models of this folder with torch, apart from the library: strict F1 on the development parts, masked-token figures.

    python models/measure.py CORPORA [--original CHECKPOINTS] [--only NAME]

CORPORA holds pharmaconer/dev, cantemist/dev2 and meddocan/dev (brat standoff); CHECKPOINTS the float16 originals, measured beside
the folders here when given. Needs torch, transformers, tokenizers and safetensors. Runs on one thread; prints Markdown.

NER: whole raw documents. Words are runs of letters, marks and digits, every other character alone; each is encoded as with a leading
space and takes the label of its first sub-token; sentences go to the model in packs of up to 200 sub-tokens. An entity is right when
its type, start and end are those of the annotation. A gold annotation in several fragments counts as missed.
Fill-mask: one sub-token in seven of each sentence, drawn with a fixed seed, is masked alone in its sentence.
"""
import argparse
import importlib.metadata
import math
import random
import re
import unicodedata
from collections import Counter
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import RobertaConfig, RobertaForMaskedLM, RobertaForTokenClassification

HERE = Path(__file__).resolve().parent
DEV = {
    "clinical-es-mini-pharmaconer": "pharmaconer/dev",
    "clinical-es-mini-cantemist": "cantemist/dev2",
    "clinical-es-mini-meddocan": "meddocan/dev",
}
FILL_MASK = "clinical-es-mini"
# The first sixty documents of pharmaconer/dev, by name, were kept out of the pretraining text.
HELD_OUT = ("pharmaconer/dev", 60)
PACK, POSITIONS = 200, 512
SENTENCE_END = re.compile(r"\n+|(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ0-9¿¡])")


# ---- models

def load_model(folder, kind):
    """The model in float32 on the CPU, weights stored as int8 multiplied out."""
    config = RobertaConfig.from_pretrained(folder)
    config.__dict__.pop("quantization_config", None)
    model = kind(config)
    stored = load_file(folder / "model.safetensors")
    state = {}
    for name, tensor in stored.items():
        scale = stored.get(name + "_scale")
        if not name.endswith("_scale"):
            state[name] = tensor.float() if scale is None else tensor.float() * scale
    report = model.load_state_dict(state, strict=False)
    tied = {name for name in report.missing_keys if name.startswith("lm_head.decoder.") or name.endswith("position_ids")}
    if report.unexpected_keys or set(report.missing_keys) - tied:
        raise SystemExit(f"{folder}: the weights do not fit: {report}")
    model.tie_weights()
    return model.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))


# ---- text

def words(text, start, end):
    """(start, end) of every word: runs of letters, marks and digits; every other non-space character alone."""
    found, run = [], None
    for i in range(start, end):
        if unicodedata.category(text[i])[0] in "LMN":
            run = i if run is None else run
            continue
        if run is not None:
            found.append((run, i))
            run = None
        if not text[i].isspace():
            found.append((i, i + 1))
    return found + ([(run, end)] if run is not None else [])


def sentences(text):
    """The words of every sentence that has any."""
    out, start = [], 0
    for match in list(SENTENCE_END.finditer(text)) + [None]:
        found = words(text, start, match.start() if match else len(text))
        out += [found] if found else []
        start = match.end() if match else len(text)
    return out


def read_documents(folder):
    """(text, gold) per document; gold is a set of (start, end, type), in code points, newlines as they are in the file."""
    documents = []
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        gold = set()
        for line in path.with_suffix(".ann").read_text(encoding="utf-8").split("\n"):
            if line.startswith("T"):
                kind, *offsets = line.split("\t")[1].replace(";", " ").split(" ")
                # More than one fragment: kept whole, so that no prediction can equal it.
                gold.add((*map(int, offsets), kind))
        documents.append((text, gold))
    if not documents:
        raise SystemExit(f"{folder}: no .txt file")
    return documents


# ---- NER

class Encoder:
    """Sub-token ids of one word, as with a leading space."""

    def __init__(self, tokenizer):
        self.tokenizer, self.seen = tokenizer, {}

    def __call__(self, word):
        if word not in self.seen:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids
            self.seen[word] = ids or [self.tokenizer.token_to_id("<unk>")]
        return self.seen[word]


def packs(text, encode):
    """[(span, ids), ...] per pack: as many whole sentences as stay within PACK sub-tokens."""
    current, size = [], 0
    for sentence in sentences(text):
        encoded = [((a, b), encode(text[a:b])) for a, b in sentence]
        length = sum(len(ids) for _, ids in encoded)
        if current and size + length > PACK:
            yield current
            current, size = [], 0
        current, size = current + encoded, size + length
    if current:
        yield current


def tag(model, text, encode):
    """(start, end, tag) per word; a word past the model's positions gets O."""
    names, tagged = model.config.id2label, []
    for pack in packs(text, encode):
        ids = [i for _, piece in pack for i in piece][: POSITIONS - 2]
        best = model(input_ids=torch.tensor([[0, *ids, 2]])).logits[0].argmax(-1).tolist()
        at = 1
        for (start, end), piece in pack:
            tagged.append((start, end, names[best[at]] if at < POSITIONS - 1 else "O"))
            at += len(piece)
    return tagged


def entities(tagged):
    """BIO: I-X goes on with an entity of type X and opens one otherwise."""
    out, current = set(), None
    for start, end, name in [*tagged, (0, 0, "O")]:
        if name[0] == "I" and current and current[2] == name[2:]:
            current = (current[0], end, current[2])
            continue
        out |= {current} if current else set()
        current = (start, end, name[2:]) if name != "O" else None
    return out


def score(documents, predicted):
    """Counts of (right, found, gold) per type, and of all together under ''."""
    right, found, gold = Counter(), Counter(), Counter()
    for (_, wanted), got in zip(documents, predicted):
        for counter, spans in ((right, wanted & got), (found, got), (gold, wanted)):
            counter.update(span[-1] for span in spans)
            counter[""] += len(spans)
    return {kind: (right[kind], found[kind], gold[kind]) for kind in sorted(set(found) | set(gold))}


def figures(right, found, gold):
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return precision, recall, 2 * right / (found + gold) if found + gold else 0.0


def measure_ner(folders, dev):
    documents, rows, answers = read_documents(dev), [], []
    for title, folder in folders:
        model, tokenizer = load_model(folder, RobertaForTokenClassification)
        encode = Encoder(tokenizer)
        answers.append([entities(tag(model, text, encode)) for text, _ in documents])
        rows.append((title, score(documents, answers[-1])))
    for title, counts in rows:
        print("| weights | type | P | R | F1 | right | found | gold |\n|---|---|---|---|---|---|---|---|")
        for kind, count in counts.items():
            print(f"| {title} | {kind or 'all (micro)'} | " + " | ".join(f"{x:.4f}" for x in figures(*count)), *count, "", sep=" | ")
        print()
    for (title, _), answer in zip(rows[1:], answers[1:]):
        same, one, other = (sum(len(s) for s in sets) for sets in ([a & b for a, b in zip(answers[0], answer)], answers[0], answer))
        print(f"Entities that `{rows[0][0]}` and `{title}` share: {same} of {one} and {other}.\n")


# ---- fill-mask

def masked_sentences(texts, tokenizer):
    """(ids with one mask, position, the id that stood there) of a fixed sample."""
    chance, mask = random.Random(0), tokenizer.token_to_id("<mask>")
    for text in texts:
        for sentence in SENTENCE_END.split(text):
            ids = tokenizer.encode(sentence).ids[:POSITIONS]
            inner = range(1, len(ids) - 1)
            for at in sorted(chance.sample(inner, math.ceil(len(inner) / 7))):
                yield ids[:at] + [mask] + ids[at + 1 :], at, ids[at]


def measure_fill_mask(folders, corpora):
    dev, count = HELD_OUT
    texts, first = [text for text, _ in read_documents(corpora / dev)[:count]], None
    print("| weights | masked | top-1 | top-5 | pseudo-perplexity | same first candidate |\n|---|---|---|---|---|---|")
    for title, folder in folders:
        model, tokenizer = load_model(folder, RobertaForMaskedLM)
        top, right, near, loss = [], 0, 0, 0.0
        for ids, at, wanted in masked_sentences(texts, tokenizer):
            logits = model(input_ids=torch.tensor([ids])).logits[0, at]
            five = logits.topk(5).indices.tolist()
            top, right, near = top + [five[0]], right + (five[0] == wanted), near + (wanted in five)
            loss -= logits.log_softmax(-1)[wanted].item()
        first, n = first or top, len(top)
        same = sum(a == b for a, b in zip(first, top)) / n
        print(f"| {title} | {n} | {right / n:.4f} | {near / n:.4f} | {math.exp(loss / n):.2f} | {same:.4f} |")
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--original", type=Path, help="folder of the float16 checkpoints")
    parser.add_argument("--shipped", type=Path, default=HERE, help="folder of the int8 models (default: this one)")
    parser.add_argument("--only", choices=[FILL_MASK, *DEV], help="measure one model")
    options = parser.parse_args()
    torch.set_num_threads(1)
    print("Versions:", ", ".join(f"{p} {importlib.metadata.version(p)}" for p in ("torch", "transformers", "tokenizers")), "\n")
    for name in [options.only] if options.only else [FILL_MASK, *DEV]:
        folders = [("float16", options.original / name)] if options.original else []
        folders.append(("int8", options.shipped / name))
        print(f"## {name}\n")
        with torch.inference_mode():
            if name == FILL_MASK:
                measure_fill_mask(folders, options.corpora)
            else:
                measure_ner(folders, options.corpora / DEV[name])


if __name__ == "__main__":
    main()
