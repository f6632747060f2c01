"""A hand-made model that tags by the token alone: `tests/data/oracle`, a RoBERTa of a few kilobytes.

Its encoder passes embeddings through unchanged (attention and feed-forward weights are zero, and every embedding has
mean 0 and variance 1, so that LayerNorm changes nothing), and an embedding is the token's tag. So a text has the tags
that are wished for, through every step that a real model takes.
"""

import json

import numpy as np
from safetensors.numpy import save_file
from tokenizers.pre_tokenizers import ByteLevel

from common import DATA, write_json

FOLDER = DATA / "oracle"
LABELS = ["O", "B-NORMALIZABLES", "I-NORMALIZABLES", "B-PROTEINAS", "I-PROTEINAS", "B-MORFOLOGIA", "I-MORFOLOGIA"]
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]
HIDDEN, POSITIONS = 16, 514
# Words that are one token behind a space, those that are one without it too, and words of several pieces.
WORDS = ("Se se normalizan calcio magnesio y PTH sin Sin fiebre Tratamiento mg g 1 600 Alergias paracetamol Pauta pauta "
         "tramadol confirma diagnóstico de carcinoma ductal infiltrante mama izquierda Dolor 😀 intenso Nota hola s "
         "valor fin mask origen incierto ( ) < > / . , ; :").split()
BARE = ["paracetamol", "tramadol", "hola"]
PIECES = ["met|form|ina", "ibu|prof|eno", "ada|lim|um|ab"]
TAGS = {"B-NORMALIZABLES": ["calcio", "magnesio", "paracetamol", "tramadol", *"met form ina ibu prof eno".split(),
                            *"ada lim um ab".split()],
        "B-PROTEINAS": ["PTH"], "B-MORFOLOGIA": ["carcinoma"], "I-MORFOLOGIA": ["ductal", "infiltrante"],
        "I-NORMALIZABLES": ["Ġ"]}


def spelled(text):
    """As the byte-level vocabulary spells it: one character for each byte."""
    return "".join(piece for piece, _ in ByteLevel(add_prefix_space=False, use_regex=False).pre_tokenize_str(text))


def tokens():
    """Every token that is wished for, those with a space first: their merges come before all others."""
    first = [spelled(" " + word.split("|")[0]) for word in WORDS + PIECES]
    others = [spelled(part) for word in BARE + PIECES for part in word.split("|")]
    return list(dict.fromkeys(first + others))


def merges():
    """A chain for each token: its first two characters, then one more at a time."""
    chains = [(token[:end], token[end]) for token in tokens() for end in range(1, len(token))]
    return list(dict.fromkeys(chains))


def vocabulary():
    alphabet = sorted(ByteLevel.alphabet())
    pieces = [*SPECIAL, *alphabet, *(left + right for left, right in merges())]
    return {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}


def tag_of(piece):
    """The tag of a piece of the vocabulary, with a space before it or without."""
    bare = piece if piece == "Ġ" else piece.removeprefix("Ġ")
    return next((tag for tag, words in TAGS.items() if bare in words), "O")


def embedding(tag):
    """Mean 0 and variance 1: one number for the tag and its opposite further on."""
    row = np.zeros(HIDDEN, np.float32)
    row[LABELS.index(tag)], row[LABELS.index(tag) + HIDDEN // 2] = np.sqrt(HIDDEN / 2), -np.sqrt(HIDDEN / 2)
    return row


def tensors():
    zeros = lambda *shape: np.zeros(shape, np.float32)
    layer, embeddings = "roberta.encoder.layer.0", "roberta.embeddings"
    found = {f"{embeddings}.word_embeddings.weight": np.stack([embedding(tag_of(piece)) for piece in vocabulary()]),
             f"{embeddings}.position_embeddings.weight": zeros(POSITIONS, HIDDEN),
             f"{embeddings}.token_type_embeddings.weight": zeros(1, HIDDEN)}
    for name in ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
                 "intermediate.dense", "output.dense"]:
        found |= {f"{layer}.{name}.weight": zeros(HIDDEN, HIDDEN), f"{layer}.{name}.bias": zeros(HIDDEN)}
    for name in [embeddings, f"{layer}.attention.output", f"{layer}.output"]:
        found |= {f"{name}.LayerNorm.weight": zeros(HIDDEN) + 1, f"{name}.LayerNorm.bias": zeros(HIDDEN)}
    # The right label's logit is 40, the others' 0: its score is 1 in 32 bits.
    found["classifier.weight"] = np.stack([embedding(tag) for tag in LABELS]) * np.float32(40 / HIDDEN)
    return found | {"classifier.bias": zeros(len(LABELS))}


def write():
    FOLDER.mkdir(parents=True, exist_ok=True)
    half = {name: values.astype(np.float16) for name, values in tensors().items()}
    save_file(half, FOLDER / "model.safetensors", metadata={"format": "pt"})
    write_json(FOLDER / "config.json", {
        "architectures": ["RobertaForTokenClassification"], "model_type": "roberta", "vocab_size": len(vocabulary()),
        "hidden_size": HIDDEN, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": HIDDEN,
        "max_position_embeddings": POSITIONS, "type_vocab_size": 1, "layer_norm_eps": 1e-5, "hidden_act": "gelu",
        "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2, "id2label": dict(enumerate(LABELS)),
        "label2id": {label: index for index, label in enumerate(LABELS)}})
    (FOLDER / "vocab.json").write_text(json.dumps(vocabulary(), ensure_ascii=False) + "\n", encoding="utf-8")
    lines = [f"{left} {right}\n" for left, right in merges()]
    (FOLDER / "merges.txt").write_text("#version: 0.2\n" + "".join(lines), encoding="utf-8")
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), SPECIAL))
    mask = {"content": "<mask>", "lstrip": True, "rstrip": False, "normalized": False, "single_word": False}
    special = {**names, "sep_token": "</s>", "cls_token": "<s>", "mask_token": mask}
    write_json(FOLDER / "special_tokens_map.json", special)
    write_json(FOLDER / "tokenizer_config.json", {"tokenizer_class": "RobertaTokenizer", "add_prefix_space": True,
                                                  "model_max_length": 512})


def check(tokenizer):
    """Every token that is wished for is one."""
    wished = [(spelled(" " + word), 1) for word in WORDS] + [(word, 1) for word in BARE]
    wished += [(space + word.replace("|", ""), len(word.split("|"))) for word in PIECES for space in ("Ġ", "")]
    for text, count in wished:
        pieces = [piece.value for piece in tokenizer._tokenizer.model.tokenize(text)]
        assert len(pieces) == count, (text, pieces)
