"""Write tests/data/bindings/calls.tsv: what every language must answer to the calls beside plain runs.

Plain lines, as those of answers.tsv, which make_bindings.py explains; `-` is an option that is not given, and several targets
are lines of one field.

    parity  FOLDER  AGGREGATION  STRIDE  WINDOW_TOKENS  IGNORE_LABELS  TEXT     transformers' token-classification pipeline
    windows  COUNT  UNREAD                            whether the end of the text is not read: 1 or 0
    token  LABEL  OFFSETS  SCORE  INDEX  WORD         an entity, or without aggregation a token; INDEX is 0 for entities
    candidates  FOLDER  TOP_K  TARGETS  TEXT          transformers' fill-mask pipeline
    error  NAME                                       the call fails, with the C library's name of the error
    mask  OFFSETS
    candidate  TOKEN  SCORE  TOKEN_STR  SEQUENCE
    targets  FOLDER  TARGETS  TEXT                    one mask
    target  LOG_SCORE  TOKENS                         in the order given; TOKENS is a list with commas
    fillings  FOLDER  BEAM_WIDTH  TOP_K  TEXT
    filling  LOG_SCORE  TOKENS  FILLED                the best first
    perplexity  FOLDER  WINDOW_TOKENS  TEXT
    value  TOKENS  LOG_LIKELIHOOD

The first two kinds and the last are those cases of ner-parity.json, fill-mask-parity.json and perplexity.json whose model is
in this repository: of token classification one call for each document. Targets and fillings are counted out here.
"""

import json

import numpy as np
from transformers import AutoTokenizer

import reference
import shipped
from common import DATA, GOLDEN, ROOT, header
from make_bindings import escaped, line, offsets
from make_tokens import mask_only, masked

MODEL = "clinical-es-mini"
TARGETS = [("El paciente ingresa por <mask> aguda.", ["pancreatitis", "insuficiencia cardíaca", "apendicitis", "fractura de cadera"]),
           ("😀 Exploracio\u0301n: abdomen <mask>,\r\nno doloroso.", ["blando", "globuloso", "blando y depresible"])]
FILLINGS = [("El <mask> presenta <mask> aguda.", 16), ("Se pauta <mask> cada <mask> horas por <mask>.", 8)]
TOP_K = 5
ERRORS = {"mask": "mask_missing", "length": "invalid_argument"}


def option(value):
    return "-" if value is None else value


def of_shipped(name, rows):
    golden = json.loads((GOLDEN / name).read_text(encoding="utf-8"))
    models = {model["name"] for model in golden["models"] if not model["checkpoint"]}
    return [row for row in golden[rows] if row["model"] in models]


def parity_cases():
    for number, document in enumerate(of_shipped("ner-parity.json", "documents")):
        text, run = document["text"], document["runs"][number % len(document["runs"])]
        ignored = None if run["ignore_labels"] is None else ",".join(run["ignore_labels"])
        yield line("parity", f"models/{document['model']}", run["aggregation"], option(run["stride"]),
                   option(run["window_tokens"]), option(ignored), escaped(text))
        yield line("windows", run["windows"], int(run["cut"] is not None))
        for label, score, word, index, start, end in run["found"]:
            yield line("token", label, *offsets(text, start, end), score, index or 0, escaped(word))


def candidate_cases():
    for call in of_shipped("fill-mask-parity.json", "calls"):
        text, targets = call["text"], call["targets"]
        if targets == []:  # not to be said in plain lines
            continue
        yield line("candidates", f"models/{MODEL}", call["top_k"], option(targets and escaped("\n".join(targets))),
                   escaped(text))
        if "error" in call:
            yield line("error", ERRORS.get(call["error"], "invalid_option"))
            continue
        starts = [at for at in range(len(text)) if text.startswith("<mask>", at)]
        for start, candidates in zip(starts, call["masks"], strict=True):
            yield line("mask", *offsets(text, start, start + len("<mask>")))
            for token, score, token_str, sequence in candidates:
                yield line("candidate", token, score, escaped(token_str), escaped(sequence))


def log_scores(model, ids, place):
    row = reference.logits(model, ids)[place].astype(np.float64)
    return row - row.max() - np.log(np.exp(row - row.max()).sum())


def chained(model, ids, place, tokens):
    """The mean of each token's score, with those before it in place and those after it masked."""
    total = 0.0
    for known, token in enumerate(tokens):
        masks = [ids[place]] * (len(tokens) - known)
        total += log_scores(model, [*ids[:place], *tokens[:known], *masks, *ids[place + 1:]], place + known)[token]
    return total / len(tokens)


def target_cases(model, tokenizer):
    for text, targets in TARGETS:
        ids = masked(tokenizer, mask_only(tokenizer), text)
        place = ids.index(tokenizer.mask_token_id)
        yield line("targets", f"models/{MODEL}", escaped("\n".join(targets)), escaped(text))
        for target in targets:
            tokens = tokenizer(f" {target}", add_special_tokens=False)["input_ids"]
            yield line("target", round(chained(model, ids, place, tokens), 6), ",".join(map(str, tokens)))


def best_fillings(model, ids, mask, width):
    """Beam search from left to right."""
    beam = [(0.0, ids)]
    for place in [at for at, token in enumerate(ids) if token == mask]:
        longer = []
        for total, filled in beam:
            scores = log_scores(model, filled, place)
            for token in np.argsort(-scores, kind="stable")[:width]:
                longer.append((total + scores[token], [*filled[:place], int(token), *filled[place + 1:]]))
        beam = sorted(longer, key=lambda one: -one[0])[:width]
    return beam[:TOP_K]


def filling_cases(model, tokenizer):
    for text, width in FILLINGS:
        ids = masked(tokenizer, mask_only(tokenizer), text)
        places = [at for at, token in enumerate(ids) if token == tokenizer.mask_token_id]
        yield line("fillings", f"models/{MODEL}", width, TOP_K, escaped(text))
        for total, filled in best_fillings(model, ids, tokenizer.mask_token_id, width):
            tokens = [filled[place] for place in places]
            words = [tokenizer.decode([token]) for token in tokens]
            assert all(word.startswith(" ") for word in words), words
            parts = text.split("<mask>")
            whole = parts[0] + "".join(word.strip() + part for word, part in zip(words, parts[1:]))
            yield line("filling", round(total, 6), ",".join(map(str, tokens)), escaped(whole))


def perplexity_cases():
    for case in of_shipped("perplexity.json", "texts"):
        yield line("perplexity", f"models/{MODEL}", option(case["window_tokens"]), escaped(case["text"]))
        yield line("value", case["tokens"], case["log_likelihood"])


def main():
    about = header(__file__)
    script = about.pop("script")
    head = f"# Made by {script}, which explains it, with {', '.join(f'{key} {about[key]}' for key in about)}.\n"
    model, tokenizer = shipped.load(MODEL), AutoTokenizer.from_pretrained(ROOT / "models" / MODEL)
    cases = [*parity_cases(), *candidate_cases(), *target_cases(model, tokenizer), *filling_cases(model, tokenizer),
             *perplexity_cases()]
    (DATA / "bindings" / "calls.tsv").write_text(head + "".join(cases), encoding="ascii")


if __name__ == "__main__":
    main()
