#!/usr/bin/env python3
"""Measures two choices of fill-mask on words that the shipped model has not seen: how targets are scored, and how the text
after a mask is read.

    python scripts/measure_targets.py CORPUS [--words 300]

CORPUS is the development part of PharmaCoNER; its first sixty documents by name were kept out of the pretraining. With
torch and transformers (tests/golden/requirements.txt), apart from the library.

First, a word of the text is masked and has to be found among itself and nineteen other words of the corpus. Words are drawn
so that those of one, two, three and four or more tokens come up as often. `bias` is how many tokens more the word that was
taken has than the right one, on average. Second, words of one token that stand against punctuation are masked.
"""

import argparse
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "golden"))

import torch  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

import shipped  # noqa: E402

MODEL = "clinical-es-mini"
HELD_OUT = 60
CANDIDATES = 20
SENTENCE_END = re.compile(r"\n|(?<=[.!?])\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
WORD = re.compile(r"(?<= )[a-záéíóúñ]{4,}(?=[ .,;])")
WORD_BEFORE_PUNCTUATION = re.compile(r"(?<= )\w{2,}(?=[.,;:)])")

tokenizer = AutoTokenizer.from_pretrained(ROOT / "models" / MODEL)
model = shipped.load(MODEL)
MASK, BEFORE, AFTER, PAD = (tokenizer.mask_token_id, tokenizer.cls_token_id, tokenizer.sep_token_id,
                            tokenizer.pad_token_id)


def tokens(text):
    return tokenizer(text, add_special_tokens=False)["input_ids"]


def continuing(text):
    """The tokens of text that goes on from a word."""
    return tokens(f"x{text}")[len(tokens("x")):]


def sentences(corpus):
    found = []
    for path in sorted(corpus.rglob("*.txt"))[:HELD_OUT]:
        found += SENTENCE_END.split(path.read_text(encoding="utf-8"))
    return [sentence.strip() for sentence in found if 30 < len(sentence.strip()) < 400]


def log_softmax(windows, size=64):
    """A row for each (ids, place)."""
    rows = []
    for start in range(0, len(windows), size):
        part = [([BEFORE, *ids, AFTER], place + 1) for ids, place in windows[start:start + size]]
        longest = max(len(ids) for ids, _ in part)
        ids = torch.tensor([ids + [PAD] * (longest - len(ids)) for ids, _ in part])
        with torch.no_grad():
            hidden = model.roberta(input_ids=ids, attention_mask=(ids != PAD).long()).last_hidden_state
            places = torch.tensor([place for _, place in part])
            rows.append(model.lm_head(hidden[torch.arange(len(part)), places]).log_softmax(-1))
    return torch.cat(rows)


def sums(left, right, words):
    """For each word the sum over its tokens from left to right, and with one token masked at a time."""
    windows, owners = [], []
    for owner, word in enumerate(words):
        for place, token in enumerate(word):
            from_left = word[:place] + [MASK] * (len(word) - place)
            one = word[:place] + [MASK] + word[place + 1:]
            windows += [(left + from_left + right, len(left) + place), (left + one + right, len(left) + place)]
            owners += [(owner, 0, token), (owner, 1, token)]
    scores = [[0.0, 0.0] for _ in words]
    for row, (owner, order, token) in zip(log_softmax(windows), owners):
        scores[owner][order] += row[token].item()
    return scores


RULES = {
    "left to right, mean": lambda sums, tokens: sums[0] / tokens,
    "left to right, sum": lambda sums, tokens: sums[0],
    "one at a time, mean": lambda sums, tokens: sums[1] / tokens,
    "one at a time, sum": lambda sums, tokens: sums[1],
}


def measure_targets(texts, count, rng):
    by_length = defaultdict(list)
    for text in texts:
        for match in WORD.finditer(text):
            by_length[min(4, len(tokens(match.group())))].append((text, match))
    words = {length: sorted({match.group() for _, match in found}) for length, found in by_length.items()}
    hits, bias = defaultdict(list), defaultdict(list)
    for _ in range(count):
        length = rng.choice(sorted(by_length))
        text, match = rng.choice(by_length[length])
        candidates = [match.group()]
        while len(candidates) < CANDIDATES:
            other = rng.choice(words[rng.choice(sorted(words))])
            candidates += [other] if other not in candidates else []
        ids = [tokens(word) for word in candidates]
        scores = sums(tokens(text[:match.start()].rstrip()), continuing(text[match.end():]), ids)
        for name, rule in RULES.items():
            best = max(range(CANDIDATES), key=lambda index: rule(scores[index], len(ids[index])))
            hits[name, length].append(best == 0)
            bias[name].append(len(ids[best]) - len(ids[0]))
    print(f"\n{'score of a target':<24}{'found':>7}  {'1':>6}{'2':>6}{'3':>6}{'4+':>6} tokens {'bias':>8}")
    for name in RULES:
        every = [hit for length in (1, 2, 3, 4) for hit in hits[name, length]]
        each = "".join(f"{sum(hits[name, length]) / len(hits[name, length]):6.2f}" for length in (1, 2, 3, 4))
        print(f"{name:<24}{sum(every) / len(every):7.3f}  {each} {sum(bias[name]) / count:+15.2f}")


def measure_after_mask(texts, rng):
    windows, expected = {"tokenizer": [], "text": []}, []
    for text in texts:
        matches = [match for match in WORD_BEFORE_PUNCTUATION.finditer(text) if len(tokens(match.group())) == 1]
        if matches:
            match = rng.choice(matches)
            left, right = tokens(text[:match.start()].rstrip()), text[match.end():]
            expected.append(tokens(match.group())[0])
            windows["tokenizer"].append((left + [MASK] + tokens(right), len(left)))
            windows["text"].append((left + [MASK] + continuing(right), len(left)))
    print(f"\n{'after_mask':<24}{'words':>7}{'top-1':>8}{'top-5':>8}")
    expected = torch.tensor(expected)
    for name, windows in windows.items():
        scores = log_softmax(windows)
        ranks = (scores > scores.gather(1, expected[:, None])).sum(1)
        print(f"{name:<24}{len(expected):7}{(ranks == 0).float().mean():8.3f}{(ranks < 5).float().mean():8.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--words", type=int, default=300)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    texts = sentences(arguments.corpus)
    rng = random.Random(7)
    measure_targets(texts, arguments.words, rng)
    measure_after_mask(texts, rng)


if __name__ == "__main__":
    main()
