"""Types a note into examples/cpp/console.cpp on a terminal, and waits for its entity to light up."""

import os
import pty
import sys

NOTE = "Se pauta paracetamoll\x7f al niño"
LIT = "m" + "paracetamol" + "\x1b[0m al niño"


def main():
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.argv[1], sys.argv[1:])
    os.write(terminal, NOTE.encode())
    shown = b""
    while LIT.encode() not in shown:
        shown += os.read(terminal, 4096)  # fails when the program ends before
    os.write(terminal, b"\x04")
    try:
        while os.read(terminal, 4096):
            pass
    except OSError:  # the program has closed its side
        pass
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
