"""BENCHMARKS.md from the figures of bench.py."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TRANSFORMERS, ONNX, DJL = "transformers f32", "ONNX Runtime in Python f32", "DJL on ONNX Runtime f32"
# Least ratio of documents per second at base size: (contender, peer): ratio.
LEAST = {("f32", TRANSFORMERS): 1.3, ("int8", TRANSFORMERS): 5, ("bf16", TRANSFORMERS): 5,
         ("f32", ONNX): 1.2, ("int8", ONNX): 4.5, ("bf16", ONNX): 4.5,
         ("f32", DJL): 1.2, ("int8", DJL): 4.5, ("bf16", DJL): 4.5}


def threads():
    return len(os.sched_getaffinity(0))


def page(figures, texts, rounds):
    characters = sum(map(len, texts))
    parts = [
        "# Benchmarks\n\nWritten by `scripts/bench.sh`: every number is of one run on one machine, all contenders in turns.",
        machine(),
        f"Documents: {len(texts)} whole discharge reports and cases of PharmaCoNER dev, {characters:,} characters. Medians of "
        f"{rounds} rounds. The base-size model is RoBERTa, 12 layers of 768, 50,262 pieces, random weights; the small one is "
        "clinical-es-mini-pharmaconer, 6 layers of 256.",
        "## Goals\n\n" + goals(figures),
        "## Entities of whole documents, base size\n\n" + speed_table(figures["ner"]),
        "## Entities of whole documents, small model\n\n" + speed_table(figures["mini"]),
        "## The small model from each language\n\n" + speed_table(figures["languages"], "Cajal Rust"),
        "## Entities of one short sentence, base size\n\n" + latency_table(figures["short"]),
        "## Entities of one short sentence, small model\n\n" + latency_table(figures["short_mini"]),
        "## One masked word, base size\n\n" + latency_table(figures["fill_mask"]),
        "## Callers at once, one thread each, base size\n\n" + callers_table(figures),
        "## Load and memory, base size\n\n" + load_table(figures["load"]),
        "## What the contenders do\n\n" + CONTENDERS,
    ]
    return "\n\n".join(parts)


CONTENDERS = """\
- **transformers**: its token-classification pipeline, `stride` 128 so that no text is lost, `simple`, batch of one; its fill-mask
  pipeline. PyTorch with as many threads as cores.
- **ONNX Runtime in Python**: what Optimum runs, without Optimum's own cost: the export of `torch.onnx` at full graph optimisation,
  the windows of `tokenizers` with the same stride, one run a window, softmax and grouping in numpy.
- **DJL**: its ONNX Runtime engine and its tokenizer with the same stride; its own translator would cut texts at 512 tokens.
- **Cajal**: strict decode with default options; whole documents all in one call, with `run_threads` 1 at base size, as its documentation
  says for many texts (the small model has that by default)."""


def machine():
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", info)
    flags = re.search(r"flags\s*: (.*)", info)
    known = [name for name in ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "amx_bf16")
             if flags and name in flags.group(1).split()]
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    versions = ", ".join(f"{name} {version(name)}" for name in ("transformers", "torch", "onnxruntime", "tokenizers"))
    return (f"Machine: {model.group(1) if model else platform.machine()}, {threads()} cores ({', '.join(known)}); "
            f"{platform.system()} {platform.machine()}. Versions: {versions}, DJL 0.36.0; Cajal at {commit.stdout.strip()}.")


def row(*cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def speed_table(speeds, reference=TRANSFORMERS):
    lines = [row("", "documents/s", f"ratio to {reference}"), row("---", "---:", "---:")]
    for name, value in speeds.items():
        lines.append(row(name, f"{value:.2f}", f"{value / speeds[reference]:.2f}"))
    return "\n".join(lines)


def latency_table(times):
    def at(values, share):
        return values[min(int(len(values) * share), len(values) - 1)]

    reference = at(times[TRANSFORMERS], 0.5)
    lines = [row("", "p50 ms", "p95 ms", "p99 ms", f"p50 of {TRANSFORMERS} / p50"), row("---", *["---:"] * 4)]
    for name, values in times.items():
        cells = [f"{at(values, share):.2f}" for share in (0.5, 0.95, 0.99)]
        lines.append(row(name, *cells, f"{reference / at(values, 0.5):.2f}"))
    return "\n".join(lines)


def callers_table(figures):
    lines = [row("", "1 caller, documents/s", "2 callers, documents/s", "ratio"), row("---", *["---:"] * 3)]
    for name, one in figures["callers_1"].items():
        two = figures["callers_2"][name]
        lines.append(row(name, f"{one:.2f}", f"{two:.2f}", f"{two / one:.2f}"))
    return "\n".join(lines)


def load_table(loads):
    lines = [row("", "load, s", "resident after it, MB", "after an answer, MB"), row("---", *["---:"] * 3)]
    for name, (milliseconds, loaded, answered) in loads.items():
        lines.append(row(name, f"{milliseconds / 1e3:.2f}", f"{loaded:.0f}", f"{answered:.0f}"))
    return "\n".join(lines)


def goals(figures):
    lines = [row("", "measured", "goal", ""), row("---", "---:", "---:", "---")]
    for what, measured, sign, goal in all_goals(figures):
        met = measured >= goal if sign == "≥" else measured <= goal
        lines.append(row(what, f"{measured:.2f}", f"{sign} {goal}", "met" if met else "not met"))
    return "\n".join(lines)


def all_goals(figures):
    """(what, measured, ≥ or ≤, goal)."""
    ner, mini, load = figures["ner"], figures["mini"], figures["load"]
    for (kind, peer), goal in LEAST.items():
        if f"Cajal {kind}" in ner:
            yield f"documents/s at base size, {kind}, × {peer}", ner[f"Cajal {kind}"] / ner[peer], "≥", goal
    yield f"documents/s of the small model, f32, × {TRANSFORMERS}", mini["Cajal f32"] / mini[TRANSFORMERS], "≥", 8
    yield f"documents/s of the small model, int8, × {TRANSFORMERS}", mini["Cajal int8"] / mini[TRANSFORMERS], "≥", 8
    for name, one in figures["callers_1"].items():
        if name.startswith("Cajal"):
            yield f"two callers × one, {name}", figures["callers_2"][name] / one, "≥", 1.9
    yield "load of int8 from safetensors, s", load["Cajal int8"][0] / 1e3, "≤", 4
    yield "load of int8, compiled, s", load["Cajal int8, compiled"][0] / 1e3, "≤", 0.3
    yield "resident after an answer, int8, × f32", load["Cajal int8"][2] / load["Cajal f32"][2], "≤", 0.35
    yield "resident after an answer, int8 compiled, × f32", load["Cajal int8, compiled"][2] / load["Cajal f32"][2], "≤", 0.35
    for name in ("Java", "C#"):
        speeds = figures["languages"]
        yield f"documents/s of the small model from {name}, × Rust", speeds[f"Cajal {name}"] / speeds["Cajal Rust"], "≥", 0.95
