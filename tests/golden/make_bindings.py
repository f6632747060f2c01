"""Write tests/data/bindings: what every language must answer, from transformers in float32.

answers.tsv is plain lines, so that no language needs more than a split to read it; fields are separated by tabs.

    ner|fill|classify  FOLDER  COPIES  TEXT      a case: the model, and the text that is given COPIES times in a row
    entity  LABEL  OFFSETS  SCORE                of the first copy; the others have the same, further on
    mask  OFFSETS                                each followed by its predictions
    prediction  TOKEN  SCORE  TEXT
    label  NAME  SCORE                           the best first

OFFSETS are six fields: start and end in UTF-8 bytes, in UTF-16 units and in code points. In texts, \\uXXXX is one UTF-16
unit, and nothing else is escaped. A text with half a surrogate pair can be given in UTF-16 only; it counts as U+FFFD.
With more than one copy a score depends on the windows and is not to be compared.

The classifier is a random BERT of a few kilobytes, beside the answers.
"""

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file
from transformers import AutoTokenizer

import answers
import random_checkpoint
import reference
import shipped
from common import DATA, GOLDEN, ROOT, header, words
from make_tokens import mask_only, masked

OUT = DATA / "bindings"
EXAMPLE = ("Por el hallazgo de múltiples fracturas por estrés, se procedió a estudio en nuestras consultas, realizándose "
           "análisis con función renal, calcio sérico y urinario, calcio iónico, magnesio y PTH, que fueron normales.")
UNIT = "Se determinó ferritina, transferrina, albúmina y vitamina B12.\n"
NER = {"clinical-es-mini-pharmaconer": [
    EXAMPLE,
    "El niño tomó paracetamol y el señor, ibuprofeno.",
    "El nin\u0303o tomo\u0301 paracetamol y el sen\u0303or, ibuprofeno.",
    "Dolor 😀 intenso 👩🏽\u200d⚕\ufe0f; se pauta paracetamol 💊 e ibuprofeno",
    "Tratamiento:\r\nparacetamol\r\n\r\nSe retira ibuprofeno.\r\n",
    "Calcio\t9,1\tmg/dl\n\tMagnesio\t2,0\tmg/dl",
    "\0 Se normalizan calcio\0, magnesio y fósforo.\0",
    "\ud83d Se normalizan \udc00calcio, magnesio \U0001d4d0 y fósforo.",
    "",
    " \t\r\n ",
    "No se palpan adenopatías cervicales ni supraclaviculares.",
], "clinical-es-mini-meddocan": [
    "Dña. María Pérez Gómez, de 58 años, residente en Valladolid, ingresó el 4 de mayo de 2019.",
], "clinical-es-mini-cantemist": ["Carcinoma ductal infiltrante de mama derecha con metástasis óseas."]}
FILL = ["El único antecedente personal a reseñar era la <mask> arterial.",
        "El <mask> presenta <mask> aguda.",
        "😀 Exploracio\u0301n: abdomen <mask>,\r\nno doloroso a la palpación.\0"]
CLASSIFY = ["El paciente refiere tos y fiebre.", "Alta a domicilio 😀", ""]
COPIES = 1600


def read_as(text):
    """Half a surrogate pair is read as U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)


def escaped(text):
    """All but ASCII that prints as \\uXXXX, one for each UTF-16 unit."""
    units = text.encode("utf-16-le", "surrogatepass")
    codes = [int.from_bytes(units[at:at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(chr(code) if 32 <= code < 127 and code != 92 else f"\\u{code:04x}" for code in codes)


def offsets(text, start, end):
    """The range in three units; U+FFFD has as many UTF-16 units as half a pair."""
    sizes = [(len(part.encode("utf-8")), len(part.encode("utf-16-le")) // 2, len(part))
             for part in (text[:start], text[:end])]
    return [size[unit] for unit in range(3) for size in sizes]


def line(*fields):
    return "\t".join(str(field) for field in fields) + "\n"


def entities_of(model, tokenizer, text):
    spans = words(text)
    if not spans:
        return []
    encoding = tokenizer([text[start:end] for start, end in spans], is_split_into_words=True)
    counts = [encoding.word_ids().count(word) for word in range(len(spans))]
    labels = [model.config.id2label[index] for index in range(model.config.num_labels)]
    return answers.entities(spans, counts, reference.logits(model, encoding["input_ids"]), labels)


def ner_case(name, model, tokenizer, text, copies=1):
    meant = read_as(text)
    found = entities_of(model, tokenizer, meant)
    for few in range(2, 16 if copies > 1 else 2):  # copies in one window change no label
        shifted = [[label, start + at * len(text), end + at * len(text)]
                   for at in range(few) for label, start, end, _ in found]
        assert [entity[:3] for entity in entities_of(model, tokenizer, meant * few)] == shifted
    return line("ner", f"models/{name}", copies, escaped(text)) + "".join(
        line("entity", label, *offsets(meant, start, end), score) for label, start, end, score in found)


def ner_cases():
    for name, texts in NER.items():
        model, tokenizer = shipped.load(name), AutoTokenizer.from_pretrained(ROOT / "models" / name)
        for text in texts:
            yield ner_case(name, model, tokenizer, text)
        if name.endswith("pharmaconer"):
            yield ner_case(name, model, tokenizer, UNIT, COPIES)
            assert COPIES * len(tokenizer(UNIT, add_special_tokens=False)["input_ids"]) >= 20000


def peers_faults():
    """The inputs on which pipelines fail, with the model that tags by the token; make_ner_cases.py explains them."""
    for case in json.loads((GOLDEN / "ner-cases.json").read_text(encoding="utf-8"))["cases"]:
        yield line("ner", "tests/data/oracle", 1, escaped(case["text"])) + "".join(
            line("entity", *entity, 1.0) for entity in case["strict"])


def fill_cases():
    name = "clinical-es-mini"
    model, tokenizer = shipped.load(name), AutoTokenizer.from_pretrained(ROOT / "models" / name)
    for text in FILL:
        ids = masked(tokenizer, mask_only(tokenizer), text)
        logits = reference.logits(model, ids)
        rows = [at for at, token in enumerate(ids) if token == tokenizer.mask_token_id]
        starts = [at for at in range(len(text)) if text.startswith("<mask>", at)]
        yield line("fill", f"models/{name}", 1, escaped(text))
        for start, row in zip(starts, rows, strict=True):
            yield line("mask", *offsets(text, start, start + len("<mask>")))
            for token, score in answers.predictions(logits[row]):
                yield line("prediction", token, score, escaped(tokenizer.decode([token]).strip()))


def spread_labels(path):
    """So narrow a model gives every label the same score, unless its last layer is steeper."""
    weights = load_file(path)
    weights["classifier.weight"] *= 6
    save_file(weights, path)


def classifier():
    """Written beside the answers: its weights are a function of its name."""
    vocabulary = len((DATA / "tokenizers" / "bert-tiny" / "vocab.txt").read_text(encoding="utf-8").splitlines())
    spec = random_checkpoint.Spec("bindings-seq", "bert", "seq", "bert-tiny", vocabulary, hidden=16, layers=1, heads=2,
                                  intermediate=32, positions=64)
    with tempfile.TemporaryDirectory() as folder:
        random_checkpoint.write(spec, Path(folder))
        spread_labels(Path(folder) / "model.safetensors")
        shutil.copytree(folder, OUT / "classifier", dirs_exist_ok=True)
    return reference.load_model(OUT / "classifier", "seq"), AutoTokenizer.from_pretrained(OUT / "classifier")


def classify_cases():
    model, tokenizer = classifier()
    for text in CLASSIFY:
        scores = answers.softmax(reference.logits(model, tokenizer(text)["input_ids"])[0])
        yield line("classify", "tests/data/bindings/classifier", 1, escaped(text))
        for index in np.argsort(-scores, kind="stable"):
            yield line("label", escaped(model.config.id2label[int(index)]), round(float(scores[index]), 6))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    about = header(__file__)
    script = about.pop("script")
    head = f"# Made by {script}, which explains it, with {', '.join(f'{key} {about[key]}' for key in about)}.\n"
    cases = [*ner_cases(), *peers_faults(), *fill_cases(), *classify_cases()]
    (OUT / "answers.tsv").write_text(head + "".join(cases), encoding="ascii")


if __name__ == "__main__":
    main()
