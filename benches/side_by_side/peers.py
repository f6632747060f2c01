"""The Python contenders of scripts/bench.sh. benches/side_by_side/bench.py says what goes over standard input and output.

    python peers.py transformers FOLDER [dtype=bfloat16] [threads=N]
    python peers.py onnxruntime FOLDER [threads=N]

transformers: its pipeline, batch of one; for NER with `stride`, so that no text is lost, and `simple`, its fastest aggregation.
onnxruntime: what Optimum does, without its overhead: the graph of FOLDER/onnx/model.onnx (exported with torch.onnx, optimised by
ONNX Runtime as it loads), the windows of `tokenizers` with the same stride, softmax and grouping in numpy, a run a window.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

STRIDE = 128
MAX_TOKENS = 512


def softmax(rows):
    import numpy

    powers = numpy.exp(rows - rows.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class Transformers:
    def __init__(self, folder, threads, dtype="float32"):
        import torch
        import transformers

        transformers.utils.logging.set_verbosity_error()
        transformers.utils.logging.disable_progress_bar()
        torch.set_num_threads(threads)
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, model_max_length=MAX_TOKENS)
        kinds = {"RobertaForMaskedLM": transformers.AutoModelForMaskedLM,
                 "RobertaForTokenClassification": transformers.AutoModelForTokenClassification}
        architecture = transformers.AutoConfig.from_pretrained(folder).architectures[0]
        model = kinds[architecture].from_pretrained(folder, dtype=getattr(torch, dtype)).eval()
        if architecture == "RobertaForMaskedLM":
            self.pipeline = transformers.FillMaskPipeline(model=model, tokenizer=tokenizer)
        else:
            self.pipeline = transformers.TokenClassificationPipeline(
                model=model, tokenizer=tokenizer, aggregation_strategy="simple", stride=STRIDE)

    def run(self, text):
        answer = self.pipeline(text)
        return len(answer) if self.pipeline.task != "fill-mask" else 1


class OnnxRuntime:
    def __init__(self, folder, threads):
        import json
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            f"{folder}/onnx/model.onnx", options, providers=["CPUExecutionProvider"])
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.tokenizer.no_padding()
        with open(f"{folder}/config.json", encoding="utf-8") as file:
            config = json.load(file)
        self.mask = self.tokenizer.token_to_id("<mask>") if "MaskedLM" in config["architectures"][0] else None
        self.labels = [config["id2label"][str(index)] for index in range(len(config["id2label"]))]
        if self.mask is None:
            self.tokenizer.enable_truncation(MAX_TOKENS, stride=STRIDE)

    def logits(self, encoding):
        import numpy

        inputs = {"input_ids": numpy.array([encoding.ids]), "attention_mask": numpy.array([encoding.attention_mask])}
        return self.session.run(["logits"], inputs)[0][0]

    def run(self, text):
        first = self.tokenizer.encode(text)
        return self.best(first) if self.mask is not None else len(self.entities([first, *first.overflowing]))

    def best(self, encoding):
        """The five best tokens at the mask."""
        import numpy

        row = softmax(self.logits(encoding)[encoding.ids.index(self.mask)])
        best = numpy.argpartition(row, -5)[-5:]
        return len({self.tokenizer.decode([token]): float(row[token]) for token in best}) // 5

    def entities(self, windows):
        """Tokens of one label side by side; of spans that overlap, the first."""
        found = []
        for window in windows:
            scores = softmax(self.logits(window))
            best = scores.argmax(axis=-1)
            for index, (start, end) in enumerate(window.offsets):
                label = self.labels[best[index]]
                if label == "O" or window.special_tokens_mask[index]:
                    continue
                tag, name = label.split("-", 1)
                last = found[-1] if found else None
                if last and tag == "I" and last[0] == name and last[4] == index - 1:
                    last[2], last[4] = end, index
                elif not last or start >= last[2]:
                    found.append([name, start, end, float(scores[index].max()), index])
        return found


def answer(contender, callers, texts):
    """Milliseconds and answers of all texts."""
    start = time.perf_counter()
    if callers == 1:
        found = sum(map(contender.run, texts))
    else:
        with ThreadPoolExecutor(callers) as pool:
            found = sum(pool.map(contender.run, texts))
    return (time.perf_counter() - start) * 1e3, found


def main():
    name, folder, *pairs = sys.argv[1:]
    options = dict(pair.split("=", 1) for pair in pairs)
    options["threads"] = int(options.get("threads", len(os.sched_getaffinity(0))))
    kinds = {"transformers": Transformers, "onnxruntime": OnnxRuntime}
    output, sys.stdout = sys.stdout, sys.stderr
    start = time.perf_counter()
    contender = kinds[name](folder, **options)
    print((time.perf_counter() - start) * 1e3, file=output, flush=True)
    for line in iter(sys.stdin.buffer.readline, b""):
        callers, count = map(int, line.split())
        texts = [sys.stdin.buffer.read(int(sys.stdin.buffer.readline())).decode() for _ in range(count)]
        print(*answer(contender, callers, texts), file=output, flush=True)


if __name__ == "__main__":
    main()
