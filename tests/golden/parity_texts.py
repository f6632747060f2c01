"""Texts for the parity set: clinical words and everything that makes token offsets hard, from a seeded generator."""

import random
import unicodedata

WORDS = ("paciente varón mujer fiebre tos calcio magnesio paracetamol ibuprofeno metformina carcinoma ductal infiltrante "
         "mama derecha izquierda hipertensión diabetes mellitus tipo 2 disnea neumonía bilateral ingresa urgencias "
         "exploración abdomen blando depresible dolor torácico opresivo años antecedentes alergias conocidas niega "
         "tratamiento con y de la el en sin por hace días mg 600 1.5 cada 8 horas alta domicilio PTH ALT GOT TSH Ca125 "
         "adalimumab rituximab pembrolizumab acenocumarol hemoglobina leucocitos plaquetas creatinina").split()
MARKS = [",", ".", ";", ":", "/", "-", "(", ")", "%", "+", "'", '"', "¿", "?", "¡", "!", "º", "…", "->", "..."]
ODD = ["😀", "👩‍⚕️", "漢字", "½", "m²", "µg", "ﬁebre", "\u200b", "\u00ad", "\u0000", "\ufeff", "☃", "𝔘", "ñandú", "Ⅳ",
       "do not", "n't", "'s", "I 'm", "##es", "Ġ", "▁dolor", "\u00a0", "año\u0301", "Ångström", "İstanbul", "\u2028"]
SPECIAL = ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]"]
SPACES = ["  ", "   ", "\n", "\r\n", "\t", "\n\n", " \n", "\u2003"]
EDGES = ["", " ", "", "  ", "", "\n"]


def word(rng):
    kind = rng.random()
    if kind < 0.06:
        return unicodedata.normalize("NFD", rng.choice(WORDS))
    if kind < 0.12:
        return rng.choice(WORDS).upper()
    if kind < 0.16:
        return rng.choice(WORDS) + rng.choice("-/_.") + rng.choice(WORDS)
    return rng.choice(WORDS)


def piece(rng, oddness):
    kind = rng.random()
    if kind < 0.72 - oddness:
        return word(rng)
    if kind < 0.86 - oddness:
        return word(rng) + rng.choice(MARKS)
    if kind < 0.92 - oddness:
        return rng.choice(MARKS) + word(rng)
    return rng.choice(ODD if rng.random() < 0.75 else SPECIAL)


def text(rng, words):
    """About so many words. Some texts are plain, some are full of what no clinician types."""
    oddness = rng.choice([0.0, 0.05, 0.05, 0.25])
    parts = [rng.choice(EDGES)]
    for _ in range(words):
        parts.append(piece(rng, oddness))
        parts.append(" " if rng.random() > 0.04 + oddness / 2 else rng.choice(SPACES))
    parts[-1] = rng.choice(EDGES)
    return "".join(parts)


def texts(seed, lengths):
    rng = random.Random(seed)
    return [text(rng, words) for words in lengths]


EXTREME = ["", " ", "   \n", "a", " paracetamol", "paracetamol  ", "<s>", "<mask>", "[CLS] x [SEP]", "<pad><pad> x",
           "x <mask> y", "\u0000", "😀", "x" * 400, "fiebre " * 80 + "calcio"]
