"""Write tests/data/golden/perplexity.json: pseudo-perplexities worked out with transformers, one masked token at a time.

    python make_perplexity.py

A row is one text: {"model", "text", "window_tokens" or null, "tokens", "log_likelihood"}, where the likelihood is the sum
over the tokens of the log of the softmax of the right one, each masked alone in a window with it in the middle (or, where
the text ends, as near to it as may be).
"""

from dataclasses import asdict

import torch

import reference
from common import GOLDEN, SENTENCES, header, write_lines
from make_fill_mask_parity import SMALL, load
from random_checkpoint import Spec

MODELS = [("clinical-es-mini", None),
          ("roberta-tiny", Spec("fill-roberta-tiny", "roberta", "mlm", "roberta-tiny", positions=66, vocab=300, **SMALL)),
          ("xlmr", Spec("fill-xlmr", "xlm-roberta", "mlm", "xlmr", 3002, **SMALL)),
          ("bert-uncased", Spec("fill-uncased", "bert", "mlm", "bert-uncased", 3000, positions=512, **SMALL))]
PLAIN = [sentence["text"] for sentence in SENTENCES if "{mask}" not in sentence["text"]]


def texts(model, tokenizer):
    """Short texts, one token, and texts of more tokens than a window has."""
    special = tokenizer.all_special_tokens
    short = [text for text in PLAIN if not any(token in text for token in special)]
    short = [text for text in short if 2 <= len(tokenizer(text, add_special_tokens=False)["input_ids"]) <= 48][:12]
    most = model.config.max_position_embeddings - (0 if model.config.model_type == "bert" else 2) - 2
    return [*((text, None) for text in short), ("a", None), (short[0], 1), (short[1], 4), (short[2], 7),
            (" ".join(short), 40), (" ".join(short), most if most < 100 else 61)]


def log_likelihood(model, tokenizer, tokens, window_tokens):
    length = min(window_tokens or len(tokens), len(tokens))
    total = 0.0
    for place, token in enumerate(tokens):
        start = min(max(place - length // 2, 0), len(tokens) - length)
        ids = list(tokens[start:start + length])
        ids[place - start] = tokenizer.mask_token_id
        ids = [tokenizer.cls_token_id, *ids, tokenizer.sep_token_id]
        row = torch.from_numpy(reference.logits(model, ids)[place - start + 1])
        total += float(row.double().log_softmax(-1)[token])
    return total


def main():
    rows, specs = [], []
    for name, spec in MODELS:
        model, tokenizer = load(name, spec, {})
        specs.append({"name": name, "checkpoint": spec and asdict(spec)})
        for text, window_tokens in texts(model, tokenizer):
            tokens = tokenizer(text, add_special_tokens=False)["input_ids"]
            likelihood = log_likelihood(model, tokenizer, tokens, window_tokens)
            rows.append({"model": name, "text": text, "window_tokens": window_tokens, "tokens": len(tokens),
                         "log_likelihood": round(likelihood, 6)})
    write_lines(GOLDEN / "perplexity.json", header(__file__) | {"models": specs}, "texts", rows)
    print(f"{len(rows)} texts, {sum(row['tokens'] for row in rows)} tokens")


if __name__ == "__main__":
    main()
