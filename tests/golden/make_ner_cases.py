"""Write tests/data/oracle and tests/data/golden/ner-cases.json: inputs on which pipelines fail, and the right answers.

Each case has the text; `strict`, the right answer, written by hand here; and `parity`, what transformers answers with
the same tags, checked against the fault that the case is about. `make_bindings.py` gives the same texts to every
language. Cases 11 to 13 are about fill-mask, 15 is about batches: they are not here.

    {"case", "title", "text", "options": {"window_tokens", "overlap_tokens"}, "words",
     "strict": [[label, 6 offsets]], "parity": [{"aggregation", "stride", "window_tokens", "found": [as ner-parity.json]}]}
"""

import torch
from transformers import AutoTokenizer, TokenClassificationPipeline

import oracle
import reference
from common import GOLDEN, header, words, write_lines
from make_bindings import offsets

DRUG, PROTEIN, TUMOUR = "NORMALIZABLES", "PROTEINAS", "MORFOLOGIA"
LONG = "Se confirma diagnóstico de carcinoma ductal infiltrante de mama izquierda"
# number, title, text, entities as (label, text), options, peers as (settings, what of their spans must be there)
CASES = [
    (1, "punctuation behind a word", "Se normalizan calcio, magnesio y PTH, sin fiebre.",
     [(DRUG, "calcio"), (DRUG, "magnesio"), (PROTEIN, "PTH")], {},
     [("first", None, None, [(14, 21), (22, 30), (33, 37)]), ("max", None, None, [(14, 21), (22, 30), (33, 37)]),
      ("average", None, None, [(22, 30)])]),
    (2, "lines of a list", "Tratamiento:\nmetformina\nibuprofeno 600 mg\nparacetamol 1 g",
     [(DRUG, "metformina"), (DRUG, "ibuprofeno"), (DRUG, "paracetamol")], {},
     [("first", None, None, []), ("max", None, None, []), ("average", None, None, [(0, 34)])]),
    (3, "brackets and slashes", "Alergias (paracetamol). Pauta: paracetamol/tramadol",
     [(DRUG, "paracetamol"), (DRUG, "paracetamol"), (DRUG, "tramadol")], {},
     [("first", None, None, [(31, 51)])]),
    (4, "an entity at the border of windows that share one token", LONG, [(TUMOUR, "carcinoma ductal infiltrante")],
     {"window_tokens": 6, "overlap_tokens": 1},
     [("simple", 0, 6, [(27, 43), (43, 55)]), ("simple", 1, 6, [(36, 55)])]),
    (5, "an entity at the border of windows that share two tokens", LONG, [(TUMOUR, "carcinoma ductal infiltrante")],
     {"window_tokens": 7, "overlap_tokens": 2}, [("simple", 2, 6, [(26, 55)])]),
    (6, "a space before the text", " paracetamol", [(DRUG, "paracetamol")], {}, [("simple", None, None, [(0, 12)])]),
    (7, "an entity behind what a model takes at once", "fiebre " * 600 + "calcio", [(DRUG, "calcio")], {},
     [("simple", None, None, [])]),
    (8, "a character of four bytes", "Dolor 😀 intenso; paracetamol", [(DRUG, "paracetamol")], {},
     [("simple", None, None, [(17, 28)])]),
    (9, "special tokens as text", "Nota: <s>hola</s> valor <mask> fin", [], {}, []),
    (10, "two spaces", "Sin  fiebre de origen incierto", [], {},
     [("simple", None, None, [(4, 4)]), ("simple", 0, 4, [(4, 4), (4, 4)])]),
    (14, "an answer in JSON", "calcio y PTH", [(DRUG, "calcio"), (PROTEIN, "PTH")], {}, [("simple", None, None, [(0, 6), (9, 12)])]),
    (16, "a word whose pieces are all tagged B", "Se pauta adalimumab", [(DRUG, "adalimumab")], {},
     [("simple", None, None, [(9, 12), (12, 15), (15, 17), (17, 19)])]),
]


def placed(text, entities):
    """Labels with their offsets; each entity is looked for behind the one before it."""
    found, end = [], 0
    for label, part in entities:
        start = text.index(part, end)
        end = start + len(part)
        found.append([label, *offsets(text, start, end)])
    return found


def run(pipe, text, aggregation, stride, window, spans):
    pipe.tokenizer.model_max_length = 512 if window is None else window + 2
    named = {} if stride is None else {"stride": stride}
    answer = pipe(text, aggregation_strategy=aggregation, **named)
    found = [[one["entity_group"], round(float(one["score"]), 6), one["word"], None, one["start"], one["end"]] for one in answer]
    assert [(one[4], one[5]) for one in found] == spans, (text[:60], aggregation, stride, found)
    return {"aggregation": aggregation, "stride": stride, "window_tokens": window, "found": found}


def control_tokens(pipe):
    """Case 9: transformers takes what is spelled like a special token for one."""
    pipe.tokenizer.model_max_length = 512
    answer = pipe(next(case[2] for case in CASES if case[0] == 9), ignore_labels=[])
    found = [[one["entity"], round(float(one["score"]), 6), one["word"], int(one["index"]), one["start"], one["end"]] for one in answer]
    assert {"<s>", "</s>", "<mask>"} <= {one[2] for one in found}
    return {"aggregation": "none", "stride": None, "window_tokens": None, "ignore_labels": [], "found": found}


def row(pipe, number, title, text, entities, options, peers):
    parity = [run(pipe, text, *peer) for peer in peers] + ([control_tokens(pipe)] if number == 9 else [])
    return {"case": number, "title": title, "text": text, "options": options, "words": len(words(text)),
            "strict": placed(text, entities), "parity": parity}


def main():
    oracle.write()
    model, tokenizer = reference.load_model(oracle.FOLDER, "ner"), AutoTokenizer.from_pretrained(oracle.FOLDER)
    oracle.check(tokenizer)
    torch.set_num_threads(1)
    pipe = TokenClassificationPipeline(model=model, tokenizer=tokenizer)
    rows = [row(pipe, *case) for case in CASES]
    write_lines(GOLDEN / "ner-cases.json", header(__file__) | {"model": "tests/data/oracle"}, "cases", rows)
    print(f"{len(rows)} cases")


if __name__ == "__main__":
    main()
