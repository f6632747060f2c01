"""Train the small test tokenizers and write them to tests/data/tokenizers/.

The words in the vocabulary of the shipped byte-level BPE and half the texts of sentences.json are all that these
tokenizers are trained on. Their files are checked in; run this only to change them (WordPiece training does not give
the same pieces twice), and make the golden files again afterwards.
"""

import json
import tempfile
from pathlib import Path

import sentencepiece
from tokenizers import AddedToken, BertWordPieceTokenizer, ByteLevelBPETokenizer
from tokenizers.decoders import ByteLevel
from transformers import XLMRobertaTokenizerFast

from common import DATA, SENTENCES, write_json
from random_checkpoint import tokenizer_folder

OUT = DATA / "tokenizers"
BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
ROBERTA_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def training_lines():
    """The whole words of the BPE vocabulary, then every other test sentence, so that the rest hold unseen words."""
    decoder = ByteLevel()
    shipped = json.loads((tokenizer_folder("roberta") / "tokenizer.json").read_text(encoding="utf-8"))
    pieces = shipped["model"]["vocab"]
    words = [decoder.decode([piece]).strip() for piece in pieces if piece.startswith("Ġ") and len(piece) > 2]
    sentences = [s["text"].replace("{mask}", " ").replace("\0", " ") for s in SENTENCES[::2]]
    return [word for word in words if "\ufffd" not in word] + sentences


def write_bert(folder, lines, vocab_size, **config):
    lowercase = config.get("do_lower_case", True)
    trainer = BertWordPieceTokenizer(lowercase=lowercase, strip_accents=config.get("strip_accents"))
    trainer.train_from_iterator(lines, vocab_size=vocab_size, min_frequency=1, special_tokens=BERT_SPECIAL,
                                limit_alphabet=min(200, vocab_size // 3), show_progress=False)
    folder.mkdir(parents=True, exist_ok=True)
    trainer.save_model(str(folder))
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "model_max_length": 512, **config})


def write_xlmr(folder, lines, vocab_size):
    with tempfile.TemporaryDirectory() as scratch:
        text, prefix = Path(scratch) / "text", Path(scratch) / "sentencepiece.bpe"
        text.write_text("\n".join(" ".join(line.split()) for line in lines), encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(text), model_prefix=str(prefix), vocab_size=vocab_size, model_type="unigram", num_threads=1,
            character_coverage=0.9995, normalization_rule_name="nmt_nfkc", minloglevel=2)
        mask = AddedToken("<mask>", lstrip=True, normalized=False, special=True)
        tokenizer = XLMRobertaTokenizerFast.from_pretrained(scratch, mask_token=mask, model_max_length=512)
        tokenizer.save_pretrained(folder)
    config = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    for key in ("backend", "is_local", "local_files_only", "name_or_path", "unk_id", "extra_special_tokens"):
        config.pop(key, None)  # how this copy was made, not what the tokenizer is
    write_json(folder / "tokenizer_config.json", config)


def write_tiny_roberta(folder, lines):
    bpe = ByteLevelBPETokenizer(add_prefix_space=True)
    bpe.train_from_iterator(lines, vocab_size=300, min_frequency=2, special_tokens=ROBERTA_SPECIAL, show_progress=False)
    folder.mkdir(parents=True, exist_ok=True)
    bpe.save_model(str(folder))
    names = dict(zip(("bos_token", "pad_token", "eos_token", "unk_token"), ROBERTA_SPECIAL))
    mask = {"content": "<mask>", "lstrip": True, "rstrip": False, "normalized": False, "single_word": False}
    special = {**names, "sep_token": "</s>", "cls_token": "<s>", "mask_token": mask}
    write_json(folder / "special_tokens_map.json", special)
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "RobertaTokenizer", "add_prefix_space": True, "model_max_length": 64, **special,
        "mask_token": "<mask>"})


def main():
    lines = training_lines()
    write_bert(OUT / "bert-cased", lines, 3000, do_lower_case=False)
    write_bert(OUT / "bert-uncased", lines, 3000, do_lower_case=True)
    write_bert(OUT / "bert-uncased-accents", lines, 3000, do_lower_case=True, strip_accents=False)
    write_bert(OUT / "bert-tiny", lines, 300, do_lower_case=False)
    write_xlmr(OUT / "xlmr", lines, 3000)
    write_tiny_roberta(OUT / "roberta-tiny", lines)


if __name__ == "__main__":
    main()
