"""Write tests/data/golden/random.json: what proves that both generators of random checkpoints agree to the bit."""

from dataclasses import asdict

import random_checkpoint
from common import GOLDEN, header, write_lines


def checksum(values):
    """FNV-1a over the little-endian bytes, in hex."""
    return f"{random_checkpoint.fnv1a64(values.tobytes()):016x}"


def row(spec):
    shapes = random_checkpoint.shapes(spec)
    small = [(name, shape) for name, shape in shapes if len(shape) == 1][::5] + [shapes[2], shapes[-2]]
    sums = {name: checksum(random_checkpoint.tensor(spec, name, shape)) for name, shape in small}
    return {"checkpoint": asdict(spec), "config": random_checkpoint.config(spec), "tensors": dict(shapes), "sums": sums}


def main():
    rows = [row(spec) for spec in random_checkpoint.specs()]
    write_lines(GOLDEN / "random.json", header(__file__), "checkpoints", rows)


if __name__ == "__main__":
    main()
