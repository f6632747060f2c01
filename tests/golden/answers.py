"""From logits to what a user sees: entities of a text, candidates for its masks. Plain and separate from the library."""

import numpy as np

from common import rounded


def softmax(logits):
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def entities(spans, counts, logits, labels):
    """[label, start, end, score] in code points: BIO over words, each with the label of its first token.

    `logits` has a row per token, special ones included. A word without tokens has no label: it neither is in an entity
    nor ends one. An I without an entity of its label before it opens one.
    """
    scores = softmax(logits)
    found, row = [], 1
    for (start, end), count in zip(spans, counts):
        if count == 0:
            continue
        label = labels[int(logits[row].argmax())]
        score, row = float(scores[row].max()), row + count
        kind, name = label[0], label[2:]
        if kind == "I" and found and found[-1]["open"] and found[-1]["label"] == name:
            found[-1]["end"] = end
            found[-1]["scores"].append(score)
            continue
        if found:
            found[-1]["open"] = False
        if kind != "O":
            found.append({"label": name, "start": start, "end": end, "scores": [score], "open": True})
    return [[one["label"], one["start"], one["end"], round(float(np.mean(one["scores"])), 6)] for one in found]


def predictions(logits, count=5):
    """The best tokens for one mask with their scores."""
    scores = softmax(logits)
    best = np.argsort(-logits, kind="stable")[:count]
    return [[int(token), rounded([scores[token]])[0]] for token in best]
