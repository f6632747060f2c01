"""BENCHMARKS.md from the figures of bench.py."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import measure_int8

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
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
        "## What int8 changes\n\n" + INT8 + "\n\n" + "\n".join(measure_int8.table(figures["int8"])),
        "## The same answers\n\n" + SAME,
        (HERE / "profile.md").read_text(encoding="utf-8").strip(),
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


INT8 = """The shipped models on whole documents of the corpora's development parts, and the best word for one word in 40 of them, masked
(`scripts/measure_int8.py`)."""

SAME = """A note gets the same answers to the bit alone, in a batch of 64, and from 8 threads: `tests/schedule.rs` holds f32 and int8 to it, on
1, 2 and 4 threads a run, and `tests/openvino.rs` bf16."""


def machine():
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = re.search(r"model name\s*: (.*)", info)
    flags = re.search(r"flags\s*: (.*)", info)
    known = [name for name in ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "amx_bf16")
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
    for what, measured, sign, goal, *reason in all_goals(figures):
        met = measured >= goal if sign == "≥" else measured <= goal
        verdict = "met" if met else "; ".join(["not met", *reason])
        lines.append(row(what, f"{measured:.{4 if abs(goal) < 0.01 else 2}f}", f"{sign} {goal}", verdict))
    return "\n".join(lines)


MINI_F32 = "its time is that of ONNX Runtime's f32 products (see the profile), which transformers' products do not take eight times as long for"


def two_callers(figures):
    """What two threads of anybody gain on this machine."""
    others = [name for name in figures["callers_1"] if not name.startswith("Cajal")]
    gains = ", ".join(f"{name} {figures['callers_2'][name] / figures['callers_1'][name]:.2f}" for name in others)
    return f"two cores share caches, memory and clock here: {gains}; ours share nothing else"


def limits(figures, kind, peer):
    """Why a ratio to a peer may be out of reach."""
    if peer == TRANSFORMERS or kind == "f32":
        return "see the profile"
    ner = figures["ner"]
    share = ner[f"Cajal {kind}"] / ner["Cajal f32"]
    return (f"the peer's f32 runs on the same matrix products as ours, and {kind} is {share:.2f} × our f32 on this processor; "
            f"f32 would have to be {LEAST[kind, peer] / share:.2f} × the peer's")


def all_goals(figures):
    """(what, measured, ≥ or ≤, goal, and why it may be missed)."""
    ner, mini, load = figures["ner"], figures["mini"], figures["load"]
    for (kind, peer), goal in LEAST.items():
        if f"Cajal {kind}" in ner:
            yield f"documents/s at base size, {kind}, × {peer}", ner[f"Cajal {kind}"] / ner[peer], "≥", goal, limits(figures, kind, peer)
    yield f"documents/s of the small model, f32, × {TRANSFORMERS}", mini["Cajal f32"] / mini[TRANSFORMERS], "≥", 8, MINI_F32
    yield f"documents/s of the small model, int8, × {TRANSFORMERS}", mini["Cajal int8"] / mini[TRANSFORMERS], "≥", 8, "see the profile"
    for name, one in figures["callers_1"].items():
        if name.startswith("Cajal"):
            yield f"two callers × one, {name}", figures["callers_2"][name] / one, "≥", 1.9, two_callers(figures)
    for part in figures["int8"]:
        yield f"strict F1 of int8 less that of f32, {part.name}", part.f1_int8 - part.f1_f32, "≥", -0.002
    same, masks = (sum(getattr(part, name) for part in figures["int8"]) for name in ("same_words", "masks"))
    yield "masks with the same best word in int8 as in f32, share", same / masks, "≥", 0.97
    yield "load of int8 from safetensors, s", load["Cajal int8"][0] / 1e3, "≤", 4
    yield "load of int8, compiled, s", load["Cajal int8, compiled"][0] / 1e3, "≤", 0.3
    yield "resident after an answer, int8, × f32", load["Cajal int8"][2] / load["Cajal f32"][2], "≤", 0.35
    yield "resident after an answer, int8 compiled, × f32", load["Cajal int8, compiled"][2] / load["Cajal f32"][2], "≤", 0.35
    for name in ("Java", "C#"):
        speeds = figures["languages"]
        yield f"documents/s of the small model from {name}, × Rust", speeds[f"Cajal {name}"] / speeds["Cajal Rust"], "≥", 0.95
