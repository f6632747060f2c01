#!/usr/bin/env python3
"""What scripts/bench_fill_mask.sh runs: this library against its peers on texts with one mask, in turns.

    python scripts/bench_fill_mask.py PROGRAM FOLDER [--rounds 15]

PROGRAM is the built benches/fill_mask.rs. The model, RoBERTa at base size (12 layers of 768, 52,000 pieces, random weights,
f32), and its ONNX export are made in FOLDER where they are missing. All get the same text, as many threads as this process
may use, and one call to warm up before each measured one. What is measured of each:

    cajal          the whole answer: tokens, run, softmax, the five best words
    ONNX Runtime   the export's run alone, ids to logits at every position, outputs bound so that nothing is copied
    transformers   the whole answer of its fill-mask pipeline
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "golden"), str(ROOT / "benches" / "side_by_side")]

import onnxruntime  # noqa: E402
import torch  # noqa: E402
from transformers import AutoModelForMaskedLM, AutoTokenizer, FillMaskPipeline  # noqa: E402
from transformers.utils import logging  # noqa: E402

import models  # noqa: E402
import random_checkpoint  # noqa: E402

SPEC = random_checkpoint.Spec("roberta-base-52k", "roberta", "mlm", "roberta", 52000, layers=12)
THREADS = len(os.sched_getaffinity(0))
LENGTHS = (32, 128, 512)
# Most the ratio may be, by tokens: against ONNX Runtime with the full head, and against transformers.
LIMITS = {("ONNX Runtime", 32): 0.95, ("ONNX Runtime", 128): 0.8, ("ONNX Runtime", 512): 0.75, ("transformers", 128): 0.7}


def make(folder):
    """The checkpoint and its export, once."""
    export = folder / "onnx" / "model.onnx"
    if not (folder / "model.safetensors").exists():
        random_checkpoint.write(SPEC, folder)
    if not export.exists():
        models.export(AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32), folder)
    return export


def text_of(tokenizer, length):
    """A text of so many tokens, special ones included, with a mask in its middle."""
    words = ["dolor"] * (length - 3)
    words.insert(len(words) // 2, tokenizer.mask_token)
    text = " ".join(words)
    assert len(tokenizer(text)["input_ids"]) == length
    return text


class Cajal:
    def __init__(self, program, folder):
        self.process = subprocess.Popen([program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure(self, text):
        """Milliseconds, and the best token."""
        self.process.stdin.write(f"{text}\n")
        self.process.stdin.flush()
        milliseconds, token = self.process.stdout.readline().split()
        return float(milliseconds), int(token)


class OnnxRuntime:
    def __init__(self, export, tokenizer):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(export, options, providers=["CPUExecutionProvider"])
        self.tokenizer = tokenizer

    def measure(self, text):
        inputs = {name: value for name, value in self.tokenizer(text, return_tensors="np").items()}
        binding = self.session.io_binding()
        for name in ("input_ids", "attention_mask"):
            binding.bind_cpu_input(name, inputs[name])
        binding.bind_output("logits")
        start = time.perf_counter()
        self.session.run_with_iobinding(binding)
        milliseconds = (time.perf_counter() - start) * 1e3
        row = binding.copy_outputs_to_cpu()[0][0][inputs["input_ids"][0] == self.tokenizer.mask_token_id][0]
        return milliseconds, int(row.argmax())


class Transformers:
    def __init__(self, folder, tokenizer):
        torch.set_num_threads(THREADS)
        model = AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float32).eval()
        self.pipeline = FillMaskPipeline(model=model, tokenizer=tokenizer)

    def measure(self, text):
        start = time.perf_counter()
        answer = self.pipeline(text)
        return (time.perf_counter() - start) * 1e3, answer[0]["token"]


def measure(contenders, text, rounds):
    """Milliseconds of each contender, in turns; all must find the same best token."""
    times = {name: [] for name in contenders}
    for _ in range(rounds):
        tokens = set()
        for name, contender in contenders.items():
            contender.measure(text)
            milliseconds, token = contender.measure(text)
            times[name].append(milliseconds)
            tokens.add(token)
        assert len(tokens) == 1, tokens
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    export = make(arguments.folder)
    tokenizer = AutoTokenizer.from_pretrained(arguments.folder)
    contenders = {"cajal": Cajal(arguments.program, arguments.folder), "ONNX Runtime": OnnxRuntime(export, tokenizer),
                  "transformers": Transformers(arguments.folder, tokenizer)}
    print(f"RoBERTa base, {SPEC.vocab} pieces, f32, one mask; {THREADS} threads; onnxruntime {onnxruntime.__version__}, "
          f"torch {torch.__version__}; median of {arguments.rounds} turns (least to most), milliseconds\n")
    print(f"{'tokens':>6}  {'':<14}{'median':>8}  {'':<18}{'ratio':>6}")
    missed = 0
    for length in LENGTHS:
        times = measure(contenders, text_of(tokenizer, length), arguments.rounds)
        own = statistics.median(times["cajal"])
        for name, values in times.items():
            ratio, limit = own / statistics.median(values), LIMITS.get((name, length))
            goal = "" if limit is None else f"  at most {limit}: {'met' if ratio <= limit else 'MISSED'}"
            missed += limit is not None and ratio > limit
            spread = f"({min(values):.1f} to {max(values):.1f})"
            print(f"{length:>6}  {name:<14}{statistics.median(values):8.1f}  {spread:<18}{ratio:6.2f}{goal}")
    sys.exit(missed > 0)


if __name__ == "__main__":
    main()
