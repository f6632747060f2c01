"""Presses Ctrl-C in the example Batch, on a terminal, while it reads a note that would take minutes.

Usage: cancel_batch.py MODEL NOTES COMMAND...
"""

import os
import pathlib
import pty
import shutil
import signal
import subprocess
import sys
import tempfile

LONG = "Se retira ibuprofeno y se pauta paracetamol; PTH y calcio, normales.\n" * 100_000


def heed_interrupts():
    """A script that runs in the background was started with Ctrl-C ignored, and .NET leaves it at that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def cancel(command):
    """Exit code, standard output and standard error of the program, cancelled when it has told of its progress."""
    keyboard, terminal = pty.openpty()
    # Mono takes Ctrl-C where it reads and writes a terminal, not where its output goes to a file.
    program = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=subprocess.PIPE, text=True,
                               encoding="utf-8", env={**os.environ, "TERM": "xterm"}, preexec_fn=heed_interrupts)
    try:
        first = program.stderr.readline()
        assert first.endswith(" %\n"), first
        program.send_signal(signal.SIGINT)
        _, messages = program.communicate(timeout=300)
    finally:
        program.kill()
    os.set_blocking(keyboard, False)
    try:
        shown = os.read(keyboard, 65536)
    except BlockingIOError:
        shown = b""
    return program.returncode, shown.decode("utf-8", "replace"), messages


def main():
    model, notes, *command = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(notes, folder, dirs_exist_ok=True)
        pathlib.Path(folder, "larga.txt").write_text(LONG, "utf-8")
        code, shown, messages = cancel([*command, model, folder])
    assert code == 130, (code, messages)
    assert "larga.txt: " in messages and "larga.txt" not in shown, (shown, messages)
    assert "ibuprofeno" not in messages, "a message holds text of a document"


if __name__ == "__main__":
    main()
