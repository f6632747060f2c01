#!/usr/bin/env python3
"""What scripts/bench.sh runs: this library and its peers side by side, in turns. Prints BENCHMARKS.md.

    python bench.py WORK [--documents 40] [--rounds 3]

WORK is the folder that scripts/bench.sh fills with the built contenders; models are made in .cache/bench where they are missing.

Every contender is a program. It prints the milliseconds that its load took; then, for every request on standard input, a line
"CALLERS COUNT", and COUNT documents, each a line with its length in bytes and its UTF-8, it prints a line with the
milliseconds that the answers took and how many there were. CALLERS threads call at once; all get the same text and as many
threads as this process may use, unless it is said otherwise.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "scripts")]

import measure_int8  # noqa: E402
import models  # noqa: E402
import report  # noqa: E402

BENCH = ROOT / ".cache" / "bench"
# What scripts/setup.sh openvino fetches: a plugin beside ONNX Runtime (Intel), or an ONNX Runtime with OpenVINO in it.
OPENVINO_PLUGINS = (ROOT / ".cache" / "onnxruntime").glob("[0-9]*/openvino")
OPENVINO_RUNTIMES = tuple((ROOT / ".cache" / "onnxruntime").glob("openvino-*/libonnxruntime.so.*"))
HAS_OPENVINO = any(OPENVINO_PLUGINS) or bool(OPENVINO_RUNTIMES)
SHARED = ROOT.parent / "shared"
SENTENCE = "Se pauta paracetamol 1 g cada 8 horas e ibuprofeno si persiste el dolor; calcio y PTH, normales."
MASKED = "El único antecedente personal a reseñar era la <mask> arterial."
SHORT_CALLS = 200
# Time for a peer's spinning threads to go to sleep before the next contender is timed.
PAUSE_S = 0.3


@dataclass(frozen=True)
class Contender:
    """A program beside its name in the tables."""

    name: str
    command: tuple
    model: Path
    options: tuple = ()
    runtime: Path = None

    def start(self):
        return Running(self)


class Running:
    """A contender's process, with the milliseconds that its load took."""

    def __init__(self, contender):
        self.name = contender.name
        command = [*contender.command, str(contender.model), *contender.options]
        settings = {"CAJAL_ONNXRUNTIME": str(contender.runtime)} if contender.runtime else {}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, **settings})
        self.load_ms = float(self.line())

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} stopped with exit code {self.process.wait()}")
        return line

    def ask(self, texts, callers=1):
        """Milliseconds of the answers."""
        request = f"{callers} {len(texts)}\n".encode()
        for text in texts:
            raw = text.encode()
            request += f"{len(raw)}\n".encode() + raw
        self.process.stdin.write(request)
        self.process.stdin.flush()
        milliseconds, found = self.line().split()
        if int(found) == 0:
            raise SystemExit(f"{self.name} found nothing")
        return float(milliseconds)

    def resident_mb(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split("VmRSS:")[1].split()[0]) * 1024 / 1e6

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Started:
    """Contenders that run while the block lasts."""

    def __init__(self, contenders):
        self.contenders = contenders

    def __enter__(self):
        self.running = [contender.start() for contender in self.contenders]
        return self.running

    def __exit__(self, *_):
        for running in self.running:
            running.stop()


def throughput(contenders, documents, rounds, callers=1):
    """{name: documents per second}, the median of the rounds."""
    times = {contender.name: [] for contender in contenders}
    with Started(contenders) as running:
        for one in running:
            one.ask(documents[:2], callers)
        for _ in range(rounds):
            for one in running:
                time.sleep(PAUSE_S)
                times[one.name].append(one.ask(documents, callers))
    return {name: len(documents) / median(values) * 1e3 for name, values in times.items()}


def latency(contenders, text):
    """{name: the sorted milliseconds of single calls}; calls in turns of ten."""
    times = {contender.name: [] for contender in contenders}
    with Started(contenders) as running:
        for one in running:
            for _ in range(5):
                one.ask([text])
        for _ in range(SHORT_CALLS // 10):
            for one in running:
                time.sleep(PAUSE_S)
                times[one.name] += [one.ask([text]) for _ in range(10)]
    return {name: sorted(values) for name, values in times.items()}


def loading(contenders, text, rounds):
    """{name: (milliseconds of a load, resident MB after it, after an answer)}, medians; files in the page cache."""
    figures = {contender.name: [] for contender in contenders}
    for _ in range(rounds + 1):
        for contender in contenders:
            one = contender.start()
            after_load = one.resident_mb()
            one.ask([text])
            figures[contender.name].append((one.load_ms, after_load, one.resident_mb()))
            one.stop()
    # The first round brought the files into the page cache.
    return {name: tuple(median(column) for column in zip(*rows[1:])) for name, rows in figures.items()}


class Contenders:
    """All programs, by the work they do."""

    def __init__(self, work, python):
        self.work = work
        self.rust = (str(work / "cajal_rust"),)
        self.peers = (python, str(HERE / "peers.py"))
        self.threads = f"threads={report.threads()}"

    def transformers(self, model, *options):
        kind = "bf16" if "dtype=bfloat16" in options else "f32"
        return Contender(f"transformers {kind}", (*self.peers, "transformers"), model, options)

    def onnxruntime(self, model, *options):
        return Contender("ONNX Runtime in Python f32", (*self.peers, "onnxruntime"), model, options)

    def djl(self, model):
        classes = f"{self.work}/djl/lib/*:{self.work}/djl"
        command = ("java", "-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true", "-cp", classes, "DjlWorker")
        return Contender("DJL on ONNX Runtime f32", command, model, (self.threads,))

    def cajal(self, kind, model, *options):
        extra = {"f32": (), "int8": ("precision=int8",), "bf16": ("precision=bf16", "provider=openvino")}[kind]
        runtime = OPENVINO_RUNTIMES[0] if kind == "bf16" and OPENVINO_RUNTIMES else None
        return Contender(f"Cajal {kind}", self.rust, model, (*extra, *options), runtime)

    def kinds(self):
        """Cajal's precisions that run here."""
        return ("f32", "int8", "bf16") if HAS_OPENVINO else ("f32", "int8")

    def languages(self, model):
        """Cajal from the other languages, with default options."""
        commands = {
            "C": (str(self.work / "cajal_c"),),
            "Java": ("java", "-cp", f"{self.work}/java/*:{self.work}/java", "CajalWorker"),
            "C#": (str(self.work / "csharp" / "run"),),
        }
        return [Contender(f"Cajal {name}", command, model) for name, command in commands.items()]


def documents(count):
    """That many whole documents of the development part of PharmaCoNER, evenly drawn."""
    paths = sorted((SHARED / "corpora" / "pharmaconer" / "dev").glob("*.txt"))
    step = max(len(paths) / count, 1)
    chosen = [paths[int(index * step)] for index in range(min(count, len(paths)))]
    return [path.read_text(encoding="utf-8") for path in chosen]


def compile_int8(contenders, model):
    """The folder that `cajal compile` writes, made anew."""
    folder = contenders.work / "ner-base-int8"
    shutil.rmtree(folder, ignore_errors=True)
    command = [contenders.work / "cajal", "compile", "--model", model, "--precision", "int8", "--out", folder]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def run(contenders, texts, rounds):
    """All figures, by the name of their table."""
    tokenizer = SHARED / "tokenizers" / "roberta-base-bne"
    base = models.random_base("ner", tokenizer, BENCH / "ner-base")
    masked = models.random_base("mlm", tokenizer, BENCH / "mlm-base")
    mini = models.exported(SHARED / "checkpoints" / "clinical-es-mini-pharmaconer", BENCH / "ner-mini")
    compiled = compile_int8(contenders, base)
    c = contenders
    peers = [c.transformers(base), c.transformers(base, "dtype=bfloat16"), c.onnxruntime(base), c.djl(base)]
    mini_peers = [c.transformers(mini), c.transformers(mini, "dtype=bfloat16"), c.onnxruntime(mini), c.djl(mini)]
    cajal = [c.cajal(kind, base) for kind in c.kinds()]
    cajal_for_many = [c.cajal(kind, base, "run_threads=1") for kind in c.kinds()]
    mini_cajal = [c.cajal(kind, mini) for kind in c.kinds()]
    single = [c.cajal(kind, base, "threads=1") for kind in c.kinds()]
    single_peers = [c.transformers(base, "threads=1"), c.onnxruntime(base, "threads=1")]
    compiled_load = Contender("Cajal int8, compiled", c.rust, compiled, ("precision=int8",))
    few = texts[: max(len(texts) // 4, 4)]
    say("whole documents, base size")
    figures = {"ner": throughput(peers + cajal_for_many, texts, rounds)}
    say("whole documents, small model")
    figures["mini"] = throughput(mini_peers + mini_cajal, texts, rounds)
    say("languages")
    rust = Contender("Cajal Rust", c.rust, mini)
    figures["languages"] = throughput([rust, *c.languages(mini)], texts, rounds * 3)
    say("short sentences")
    figures["short"] = latency(peers + cajal, SENTENCE)
    figures["short_mini"] = latency(mini_peers + mini_cajal, SENTENCE)
    say("fill-mask")
    mask_peers = [c.transformers(masked), c.transformers(masked, "dtype=bfloat16"), c.onnxruntime(masked)]
    figures["fill_mask"] = latency(mask_peers + [c.cajal(kind, masked) for kind in c.kinds()], MASKED)
    say("callers")
    figures["callers_1"] = throughput(single + single_peers, few, rounds, callers=1)
    figures["callers_2"] = throughput(single + single_peers, few, rounds, callers=2)
    say("loads")
    figures["load"] = loading(peers + cajal + [compiled_load], SENTENCE, rounds)
    say("what int8 changes")
    figures["int8"] = list(measure_int8.measure(contenders.work / "cajal", SHARED / "corpora"))
    return figures


def say(what):
    print(f"bench: {what}", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    texts = documents(arguments.documents)
    if not texts:
        raise SystemExit("bench: no documents in ../shared/corpora; nothing was measured")
    figures = run(Contenders(arguments.work.resolve(), sys.executable), texts, arguments.rounds)
    print(report.page(figures, texts, arguments.rounds))


if __name__ == "__main__":
    main()
