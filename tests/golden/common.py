"""What the golden scripts share: paths, the sentences, the header, words, number formatting."""

import json
import platform
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DATA = HERE.parent / "data"
GOLDEN = DATA / "golden"
SENTENCES = json.loads((HERE / "sentences.json").read_text(encoding="utf-8"))["sentences"]


def header(script):
    """Which script wrote a golden file, with which versions."""
    import tokenizers
    import torch
    import transformers

    return {"script": f"tests/golden/{Path(script).name}", "python": platform.python_version(),
            "torch": torch.__version__, "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__}


def write_json(path, value):
    """Readable JSON for small files."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compact(value):
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def write_lines(path, head, name, rows):
    """A golden file: a header field a line, then one row a line, so that a difference shows which case changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = "".join(f"{compact(key)}:{compact(value)},\n" for key, value in head.items())
    path.write_text(f'{{{fields}"{name}":[\n' + ",\n".join(map(compact, rows)) + "\n]}\n", encoding="utf-8")


def rounded(values):
    """Floats with 7 significant digits: what a float32 holds."""
    return [float(f"{value:.7g}") for value in values]


def words(text):
    """Spans in code points: runs of letters, marks and numbers; every other character that is no space, alone."""
    spans, start = [], None
    for position, character in enumerate(text):
        if unicodedata.category(character)[0] in "LMN":
            start = position if start is None else start
            continue
        if start is not None:
            spans.append((start, position))
            start = None
        if not character.isspace():
            spans.append((position, position + 1))
    return spans if start is None else [*spans, (start, len(text))]
