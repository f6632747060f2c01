"""Write tests/data/golden/tokens-NAME.json: what transformers' tokenizers make of the 200 sentences.

Each row: `words` (spans in code points), `counts` (tokens of each word), `ids` (the words given as words), `masked`
(ids of the text as it stands, for fill-mask). Both id lists hold the special tokens around the text.
"""

from transformers import AutoTokenizer

from common import GOLDEN, SENTENCES, header, words, write_lines
from random_checkpoint import tokenizer_folder

NAMES = ("roberta", "xlmr", "bert-cased", "bert-uncased", "bert-uncased-accents")


def row(tokenizer, text):
    spans = words(text)
    encoding = tokenizer([text[start:end] for start, end in spans], is_split_into_words=True)
    counts = [0] * len(spans)
    for word in encoding.word_ids():
        if word is not None:
            counts[word] += 1
    return {"words": spans, "counts": counts, "ids": encoding["input_ids"], "masked": tokenizer(text)["input_ids"]}


def encode_all(tokenizer):
    return [row(tokenizer, s["text"].replace("{mask}", tokenizer.mask_token)) for s in SENTENCES]


def main():
    for name in NAMES:
        tokenizer = AutoTokenizer.from_pretrained(tokenizer_folder(name))
        head = header(__file__) | {"tokenizer": name, "mask_token": tokenizer.mask_token,
                                   "mask_id": tokenizer.mask_token_id, "vocab": len(tokenizer)}
        write_lines(GOLDEN / f"tokens-{name}.json", head, "sentences", encode_all(tokenizer))


if __name__ == "__main__":
    main()
