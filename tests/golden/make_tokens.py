"""Write tests/data/golden/tokens-NAME.json: what transformers' tokenizers make of the 200 sentences.

Each row: `words` (spans in code points), `counts` (tokens of each word, which may be 0), `ids` (the words given as
words), `masked` (ids of the text as it stands, for fill-mask). Both id lists hold the special tokens around the text.

In `masked`, the mask token is a mask and every other special token that a text spells is text: a note may well hold
"<s>". transformers would make a control token of it, so these few texts go through a copy of the tokenizer that knows
the mask only. For all others the copy must agree with transformers.
"""

import json

from tokenizers import Tokenizer
from transformers import AutoTokenizer

from common import GOLDEN, SENTENCES, header, words, write_lines
from random_checkpoint import tokenizer_folder

NAMES = ("roberta", "xlmr", "bert-cased", "bert-uncased", "bert-uncased-accents")


def mask_only(tokenizer):
    """A copy that takes the text of every special token but the mask's as text."""
    parts = json.loads(tokenizer.backend_tokenizer.to_str())
    known = {token["content"] for token in parts["added_tokens"]} - {tokenizer.mask_token}
    parts["added_tokens"] = [token for token in parts["added_tokens"] if token["content"] not in known]
    if parts["model"]["type"] == "Unigram":  # its pieces would match in text, as those of the other models cannot
        parts["model"]["vocab"] = [[f"\0{piece}" if piece in known else piece, score]
                                   for piece, score in parts["model"]["vocab"]]
    parts["post_processor"] = None
    return Tokenizer.from_str(json.dumps(parts))


def masked(tokenizer, copy, text):
    spelled = any(token in text for token in tokenizer.all_special_tokens if token != tokenizer.mask_token)
    ids = [tokenizer.cls_token_id, *copy.encode(text, add_special_tokens=False).ids, tokenizer.sep_token_id]
    assert spelled or ids == tokenizer(text)["input_ids"], text
    return ids


def row(tokenizer, copy, text):
    spans = words(text)
    encoding = tokenizer([text[start:end] for start, end in spans], is_split_into_words=True)
    counts = [0] * len(spans)
    for word in encoding.word_ids():
        if word is not None:
            counts[word] += 1
    return {"words": spans, "counts": counts, "ids": encoding["input_ids"], "masked": masked(tokenizer, copy, text)}


def encode_all(tokenizer):
    copy = mask_only(tokenizer)
    return [row(tokenizer, copy, s["text"].replace("{mask}", tokenizer.mask_token)) for s in SENTENCES]


def main():
    for name in NAMES:
        tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder(name))
        head = header(__file__) | {"tokenizer": name, "mask_token": tokenizer.mask_token,
                                   "mask_id": tokenizer.mask_token_id, "vocab": len(tokenizer)}
        write_lines(GOLDEN / f"tokens-{name}.json", head, "sentences", encode_all(tokenizer))


if __name__ == "__main__":
    main()
