#!/usr/bin/env python3
"""Writes the small checkpoints of tests/data/checkpoints with torch and safetensors, and the numbers they hold.

    python tests/golden/make_checkpoints.py

Each folder is one checkpoint. expected.json holds, for those that must load, what torch reads from them; the others
must be refused (src/model/checkpoint/tests.rs says how). Nothing here runs the hostile pickles it writes.
"""

import collections
import io
import json
import pathlib
import pickle
import pickletools
import platform
import shutil
import struct
import tarfile
import warnings
import zipfile

import safetensors
import torch
from safetensors.torch import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent / "data" / "checkpoints"
SHARD = "{}-0000{}-of-00002.{}"
expected = {}


def folder(name):
    path = ROOT / name
    path.mkdir(parents=True)
    return path


def weights(dtype):
    """Random numbers, and the extremes of the type: largest, smallest normal and subnormal, both zeros."""
    info = torch.finfo(dtype)
    subnormal = info.smallest_normal * 0.25
    extremes = torch.tensor([info.max, info.min, info.tiny, subnormal, -subnormal, 0.0, -0.0], dtype=torch.float64)
    if dtype == torch.float64:  # must stay finite as 32-bit floats
        extremes = torch.tensor([3.4e38, -3.4e38, 1.2e-38, 1e-320, 0.0, -0.0], dtype=torch.float64)
    return collections.OrderedDict(
        matrix=torch.randn(5, 3).to(dtype), vector=torch.randn(7).to(dtype), extremes=extremes.to(dtype)
    )


def expect(name, format, weights_type, tensors, parameters, dequantized=None):
    expected[name] = {
        "format": format,
        "weights_type": weights_type,
        "parameters": parameters,
        "tensors": {key: described(tensor, (dequantized or {}).get(key, tensor)) for key, tensor in tensors.items()},
    }


def described(tensor, values):
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        # As floats of 32 bits, which JSON's doubles hold exactly; null for integers, which are no weights.
        "values": values.to(torch.float32).flatten().tolist() if values.is_floating_point() else None,
    }


def count(tensors):
    return sum(tensor.numel() for tensor in tensors.values())


def write_loadable():
    for short, dtype in {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}.items():
        tensors = weights(dtype)
        save_file(tensors, folder(f"safetensors-{short}") / "model.safetensors", metadata={"format": "pt"})
        expect(f"safetensors-{short}", "safetensors", short, tensors, count(tensors))
        tensors = weights(dtype)
        torch.save(tensors, folder(f"pytorch-{short}") / "pytorch_model.bin")
        expect(f"pytorch-{short}", "pytorch", short, tensors, count(tensors))
    write_int8()
    write_sharded()
    write_tied()
    write_strided()
    write_kinds()


def write_int8():
    """The naming of compressed-tensors' int-quantized format: q × scale of the row."""
    tensors, dequantized = {}, {}
    for key, rows, dtype, shape in [("a", 3, torch.float32, [3]), ("b", 4, torch.bfloat16, [4, 1]), ("c", 2, torch.float16, [2])]:
        q = torch.randint(-128, 128, (rows, 5), dtype=torch.int8)
        scale = (torch.rand(rows) * 0.01).to(dtype)
        tensors[f"{key}.weight"], tensors[f"{key}.weight_scale"] = q, scale.reshape(shape)
        dequantized[f"{key}.weight"] = q.to(torch.float32) * scale.to(torch.float32)[:, None]
    tensors["bias"] = torch.randn(4).half()
    save_file(tensors, folder("safetensors-int8") / "model.safetensors")
    listed = {key: tensor for key, tensor in tensors.items() if not key.endswith("_scale")}
    expect("safetensors-int8", "safetensors", "i8", listed, count(listed), dequantized)


def write_sharded():
    for format, suffix, stem, save in [
        ("safetensors", "safetensors", "model", save_file),
        ("pytorch", "bin", "pytorch_model", torch.save),
    ]:
        name = f"{format}-sharded"
        path = folder(name)
        tensors = weights(torch.float32)
        weight_map = {}
        for number, keys in [(1, ["matrix"]), (2, ["vector", "extremes"])]:
            shard = SHARD.format(stem, number, suffix)
            save({key: tensors[key] for key in keys}, path / shard)
            weight_map |= {key: shard for key in keys}
        index = {"metadata": {"total_size": 4 * count(tensors)}, "weight_map": weight_map}
        (path / f"{stem}.{suffix}.index.json").write_text(json.dumps(index, indent=1) + "\n")
        expect(name, format, "f32", tensors, count(tensors))


class Tied(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embeddings = torch.nn.Embedding(6, 4)
        self.decoder = torch.nn.Linear(4, 6)
        self.decoder.weight = self.embeddings.weight
        self.register_buffer("position_ids", torch.arange(9).expand((1, -1)))


def write_tied():
    """A module's own state dict, with the `_metadata` that torch attaches, two names on one storage and a buffer."""

    tensors = Tied().state_dict()
    torch.save(tensors, folder("pytorch-tied") / "pytorch_model.bin")
    expect("pytorch-tied", "pytorch", "f32", tensors, 6 * 4 + 6)


def strided():
    base = torch.randn(4, 6)
    return {
        "transposed": base.t(),
        "columns": base[:, 1:4],
        "every_second": base[::2, ::3],
        "row": base[2],
        "permuted": torch.randn(2, 3, 4).permute(2, 0, 1),
        "one_wide": torch.randn(5, 3)[:, :1],
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(0, 3),
        "empty_transposed": torch.zeros(3, 0, 2).permute(2, 1, 0),
        "half_transposed": torch.randn(3, 2).half().t(),
    }


def write_strided():
    tensors = strided()
    torch.save(tensors, folder("pytorch-strided") / "pytorch_model.bin")
    expect("pytorch-strided", "pytorch", "f32", tensors, count(tensors))


def write_kinds():
    integers = [torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool]
    tensors = {str(dtype).removeprefix("torch."): torch.tensor([0, 1]).to(dtype) for dtype in integers}
    tensors["weight"] = torch.nn.Parameter(torch.randn(2, 2))
    torch.save(tensors, folder("pytorch-kinds") / "pytorch_model.bin")
    save_file(tensors, folder("safetensors-kinds") / "model.safetensors")
    for format in ["pytorch", "safetensors"]:
        expect(f"{format}-kinds", format, "f32", tensors, 4)
    tensors = {"matrix": torch.randn(2, 3)}
    torch.save({"epoch": 3, "state_dict": tensors}, folder("pytorch-nested") / "pytorch_model.bin")
    expect("pytorch-nested", "pytorch", "f32", tensors, 6)


def archive(pickled, storages=(), **options):
    """A zip as torch writes it, around any pickle."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("compression", zipfile.ZIP_STORED)) as file:
        for name, data in [
            ("data.pkl", pickled),
            *([("byteorder", options.get("byteorder", b"little"))] if options.get("byteorder") != b"" else []),
            *((f"data/{key}", data) for key, data in enumerate(storages)),
            *options.get("more", []),
            ("version", b"3\n"),
        ]:
            # A fixed date, so that the files are the same in every run.
            info = zipfile.ZipInfo(f"archive/{name}", (1980, 1, 1, 0, 0, 0))
            info.compress_type = options.get("compression", zipfile.ZIP_STORED)
            file.writestr(info, data)
    return out.getvalue()


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def integer(value):
    if -(2**31) <= value < 2**31:
        return b"J" + struct.pack("<i", value)
    data = value.to_bytes((value.bit_length() + 8) // 8, "little", signed=True)
    return b"\x8a" + bytes([len(data)]) + data


def integers(values):
    return b"(" + b"".join(map(integer, values)) + b"t"


def tensor(name, size, stride, offset=0, key="0", numel=4, kind="FloatStorage", rebuild="torch._utils\n_rebuild_tensor_v2", part=b""):
    """One entry of a state dict, with any numbers in it."""
    identity = text("storage") + f"ctorch\n{kind}\n".encode() + text(key) + text("cpu") + integer(numel) + part
    hooks = b"\x89ccollections\nOrderedDict\n)R" if rebuild.endswith("_v2") else b""
    arguments = b"((" + identity + b"tQ" + integer(offset) + integers(size) + integers(stride) + hooks + b"t"
    return text(name) + f"c{rebuild}\n".encode() + arguments + b"Rs"


def tensor_pickle(size, stride, **numbers):
    """{"w": tensor} in protocol 2."""
    return b"\x80\x02}" + tensor("w", size, stride, **numbers) + b"."


def legacy(pickled, storages, version=1001, **options):
    """The layout of torch before 1.6, around any pickle: storages are a key, a count and the numbers."""
    magic = 0x1950A86A20F9469CFC6C
    system = {"protocol_version": version, "little_endian": options.get("little_endian", True), "type_sizes": {}}
    keys = options.get("keys", [key for key, _, _ in storages])
    heads = [pickle.dumps(part, 2) for part in (magic, version, system)]
    numbers = [struct.pack("<q", count) + data for _, count, data in storages]
    return b"".join([*heads, pickled, pickle.dumps(keys, 2), *numbers])


class Call:
    """Pickles as a call that an unpickler would make."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def write_before_torch_2_1():
    """The zip without the entry that states the byte order."""
    data = archive(tensor_pickle([2, 2], [2, 1]), [struct.pack("<4f", 1, 2, 3, 4)], byteorder=b"")
    (folder("pytorch-without-byteorder") / "pytorch_model.bin").write_bytes(data)
    expect("pytorch-without-byteorder", "pytorch", "f32", {"w": torch.tensor([[1.0, 2.0], [3.0, 4.0]])}, 4)


def saved(name, tensors, parameters, **options):
    """A checkpoint that torch writes, and the numbers that torch reads from it."""
    path = folder(name) / "pytorch_model.bin"
    torch.save(tensors, path, **options)
    read_by_torch(name, path, parameters)


def read_by_torch(name, path, parameters, weights_type="f32"):
    tensors = torch.load(path, weights_only=False)
    names = {key.removeprefix("module."): tensor.detach() for key, tensor in tensors.items()}
    expect(name, "pytorch", weights_type, names, parameters)


def write_legacy():
    """torch before 1.6. Files of torch differ from run to run: this layout names storages by their addresses."""
    layout = {"_use_new_zipfile_serialization": False}
    tensors = weights(torch.float32)
    saved("legacy-f32", tensors, count(tensors), **layout)
    tensors = strided()
    saved("legacy-strided", tensors, count(tensors), **layout)
    saved("legacy-tied", Tied().state_dict(), 6 * 4 + 6, **layout)
    saved("legacy-wrapped", torch.nn.DataParallel(Tied()).state_dict(), 6 * 4 + 6, **layout)
    saved("legacy-protocol-4", strided_with_state(), 3 * 5 + 4, pickle_protocol=4, **layout)
    saved("pytorch-protocol-4", strided_with_state(), 3 * 5 + 4, pickle_protocol=4)
    saved("pytorch-protocol-5", strided_with_state(), 3 * 5 + 4, pickle_protocol=5)
    saved("pytorch-parameter-with-state", strided_with_state(), 3 * 5 + 4)
    write_legacy_by_hand()


def strided_with_state():
    """A transposed parameter with something hung on it, which torch pickles as its state, and a plain tensor."""
    parameter = torch.nn.Parameter(torch.randn(5, 3).t())
    parameter.tag, parameter.sizes = "x", [1, 2.5, None, {"a": True}]
    return {"with_state": parameter, "plain": torch.randn(4)}


def write_legacy_by_hand():
    """What torch of today reads but no longer writes."""

    def write(name, data, parameters):
        path = folder(name) / "pytorch_model.bin"
        path.write_bytes(data)
        read_by_torch(name, path, parameters)

    ten = struct.pack("<10f", *range(10))
    # Parts of one storage as tensors of torch before 0.4 lie in it, beside the whole of it.
    whole = {"key": "7", "numel": 10, "rebuild": "torch._utils\n_rebuild_tensor"}
    tensors = [
        tensor("w", [2, 3], [3, 1], part=b"N", **whole),
        tensor("first", [3], [1], part=b"(" + text("8") + integer(0) + integer(3) + b"t", **whole),
        tensor("last", [2, 2], [1, 2], offset=1, part=b"(" + text("9") + integer(5) + integer(5) + b"t", **whole),
    ]
    write("legacy-parts", legacy(b"\x80\x02}" + b"".join(tensors) + b".", [("7", 10, ten)]), 6 + 3 + 4)
    # Python 2.7 made an OrderedDict of a list of pairs, and wrote its strings and long integers with opcodes of their own.
    ordered = b"ccollections\nOrderedDict\n"
    entry = tensor("w", [2, 2], [1, 2], part=b"N").replace(ordered + b")R", ordered + b"]\x85R").replace(integer(4), b"I4\n")
    pickled = b"\x80\x02" + ordered + b"]](" + entry.removesuffix(b"s") + b"ea\x85R."
    whole = legacy(pickled, [("0", 4, ten[:16])])
    short = whole.replace(text("w"), b"U\x01w").replace(text("0"), b"U\x010").replace(text("cpu"), b"T\x03\x00\x00\x00cpu")
    assert short.count(b"U\x01") == 3 and short.count(b"T\x03") == 1
    write("legacy-python-2", short.replace(text("little_endian"), b"U\x0dlittle_endian"), 4)


def write_hostile_legacy():
    def refuse(name, data):
        (folder(f"refused-legacy-{name}") / "pytorch_model.bin").write_bytes(data)

    def part(offset, count):
        return b"(" + text("1") + integer(offset) + integer(count) + b"t"

    four = struct.pack("<4f", 1, 2, 3, 4)
    good = tensor_pickle([2, 2], [2, 1], part=b"N")
    huge = tensor_pickle([2, 2], [2, 1], numel=2**62, part=b"N")
    refuse("unsafe", legacy(pickle.dumps({"w": Call(eval, "1 + 1")}, 2), []))
    refuse("plain-pickle", pickle.dumps({"w": 1}, 2))
    refuse("version", legacy(good, [("0", 4, four)], version=1002))
    refuse("no-facts", legacy(good, [("0", 4, four)]).replace(pickle.dumps(1001, 2), pickle.dumps(1001, 2) * 2, 1))
    refuse("big-endian", legacy(good, [("0", 4, four)], little_endian=False))
    refuse("other-count", legacy(good, [("0", 5, four)]))
    refuse("negative-count", legacy(good, [("0", -1, four)]))
    refuse("huge-count", legacy(huge, [("0", 2**62, four)]))
    refuse("negative-size", legacy(tensor_pickle([2, 2], [2, 1], numel=-4, part=b"N"), [("0", -4, four)]))
    refuse("size-beyond-64-bits", legacy(tensor_pickle([2, 2], [2, 1], numel=2**64, part=b"N"), [("0", 0, four)]))
    refuse("cut", legacy(good, [("0", 4, four[:-1])]))
    refuse("cut-count", legacy(good, [("0", 4, four)])[:-17])
    refuse("missing-storage", legacy(good, []))
    refuse("unused-storage", legacy(good, [("0", 4, four), ("1", 4, four)]))
    refuse("storage-twice", legacy(good, [("0", 4, four), ("0", 4, four)]))
    refuse("keys-not-a-list", legacy(good, [("0", 4, four)], keys={"0": 0}))
    refuse("key-not-text", legacy(good, [("0", 4, four)], keys=[0]))
    refuse("beyond-storage", legacy(tensor_pickle([2, 3], [3, 1], part=b"N"), [("0", 4, four)]))
    refuse("part-beyond-storage", legacy(tensor_pickle([2], [1], part=part(3, 2)), [("0", 4, four)]))
    refuse("wrapping-part", legacy(tensor_pickle([2], [1], part=part(2**64 - 1, 2)), [("0", 4, four)]))
    refuse("beyond-part", legacy(tensor_pickle([2, 2], [2, 1], part=part(1, 3)), [("0", 4, four)]))
    refuse("part-of-two", legacy(tensor_pickle([2], [1], part=b"(" + integer(0) * 2 + b"t"), [("0", 4, four)]))
    other_type = b"\x80\x02}" + b"".join(tensor(kind, [4], [1], kind=f"{kind}Storage", part=b"N") for kind in ("Float", "Double")) + b"."
    refuse("two-types", legacy(other_type, [("0", 4, four)]))
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name in ("storages", "tensors", "pickle"):
            tar.addfile(tarfile.TarInfo(name))
    refuse("tar", archive.getvalue()[:2048])


def write_hostile():
    import os

    def refuse(name, data):
        (folder(f"refused-{name}") / "pytorch_model.bin").write_bytes(data)

    four = [struct.pack("<4f", 1, 2, 3, 4)]
    refuse("system", archive(pickle.dumps({"w": Call(os.system, "true")}, 2)))
    refuse("eval", archive(pickle.dumps({"w": Call(eval, "1 + 1")}, 2)))
    refuse("getattr", archive(pickle.dumps({"w": Call(getattr, [], "append")}, 2)))
    refuse("type-as-call", archive(b"\x80\x02ctorch\nFloatStorage\n)R."))
    refuse("object", archive(pickle.dumps(pathlib.PurePosixPath("x"), 2)))
    refuse("inst", archive(b"\x80\x02(ios\nsystem\n."))
    refuse("protocol-4", archive(pickletools.optimize(pickle.dumps({"w": Call(eval, "1 + 1")}, 4))))
    refuse("state-on-tensor", archive(tensor_pickle([2, 2], [2, 1])[:-1].replace(b"Rs", b"R}bs") + b".", four))
    refuse("unknown-storage", archive(tensor_pickle([2, 2], [2, 1], kind="ComplexFloatStorage"), four))
    refuse("deep-nesting", archive(b"\x80\x02" + b"]" * 2000 + b"a" * 1999 + b"."))
    bomb = b"\x80\x02)q\x00" + b"".join(b"(" + b"h" + bytes([n]) + (b"h" + bytes([n])) * 9 + b"tq" + bytes([n + 1]) for n in range(200))
    refuse("memo-bomb", archive(bomb + b"."))
    refuse("own-container", archive(b"\x80\x02}q\x00X\x01\x00\x00\x00wh\x00s."))
    refuse("long-string", archive(b"\x80\x02}X\xff\xff\xff\x7fw."))
    refuse("stack-underflow", archive(b"\x80\x02\x87."))
    refuse("not-a-dictionary", archive(b"\x80\x02]."))
    refuse("number-key", archive(b"\x80\x02}K\x01K\x02s."))
    refuse("number-value", archive(b"\x80\x02}X\x01\x00\x00\x00wK\x02s."))
    refuse("beyond-storage", archive(tensor_pickle([2, 3], [3, 1]), four))
    refuse("negative-offset", archive(tensor_pickle([2, 2], [2, 1], offset=-1), four))
    refuse("negative-stride", archive(tensor_pickle([2, 2], [-2, 1], offset=2), four))
    refuse("huge-shape", archive(tensor_pickle([2**62, 2**62], [1, 1]), four))
    refuse("huge-stride", archive(tensor_pickle([2, 2], [2**62, 1]), four))
    refuse("huge-integer", archive(tensor_pickle([2, 2**70], [2, 1]), four))
    refuse("stride-bomb", archive(tensor_pickle([2**40, 4], [0, 1]), four))
    refuse("shape-without-stride", archive(tensor_pickle([2, 2], [2]), four))
    refuse("missing-storage", archive(tensor_pickle([2, 2], [2, 1], key="7"), four))
    refuse("short-storage", archive(tensor_pickle([2, 2], [2, 1]), [four[0][:12]]))
    refuse("deflated", archive(tensor_pickle([2, 2], [2, 1]), four, compression=zipfile.ZIP_DEFLATED))
    refuse("big-endian", archive(tensor_pickle([2, 2], [2, 1]), four, byteorder=b"big"))
    refuse("duplicate-entry", archive(tensor_pickle([2, 2], [2, 1]), four, more=[("data/0", four[0])]))
    refuse("no-pickle", archive(b"", four).replace(b"data.pkl", b"code.pkl"))
    refuse("long-name", archive(tensor_pickle([2, 2], [2, 1]).replace(b"X\1\0\0\0w", b"X\1\4\0\0" + b"w" * 1025), four))
    refuse("empty-file", b"")
    refuse("git-lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n")
    whole = archive(tensor_pickle([2, 2], [2, 1]), four)
    refuse("truncated-zip", whole[:-30])
    torch.save({"model": {"w": torch.zeros(2)}}, folder("refused-nested-model") / "pytorch_model.bin")
    torch.save({}, folder("refused-no-tensors") / "pytorch_model.bin")
    refuse("protocol-6", archive(tensor_pickle([2, 2], [2, 1]).replace(b"\x80\x02", b"\x80\x06"), four))


def raw_safetensors(header, data=b""):
    if not isinstance(header, bytes):
        header = json.dumps(header).encode()
    return struct.pack("<Q", len(header)) + header + data


def write_damaged():
    def refuse(name, data, file="model.safetensors"):
        (folder(f"refused-{name}") / file).write_bytes(data)

    def f32(begin, end, shape):
        return {"dtype": "F32", "shape": shape, "data_offsets": [begin, end]}

    good = raw_safetensors({"w": f32(0, 16, [2, 2])}, bytes(16))
    refuse("safetensors-truncated", good[:-4])
    refuse("safetensors-trailing", good + bytes(4))
    refuse("safetensors-short", good[:5])
    refuse("safetensors-header-cut", good[:20])
    refuse("safetensors-header-huge", struct.pack("<Q", 2**63) + good[8:])
    refuse("safetensors-not-json", raw_safetensors(b"{]", bytes(16)))
    refuse("safetensors-overlap", raw_safetensors({"v": f32(0, 16, [4]), "w": f32(8, 24, [4])}, bytes(24)))
    refuse("safetensors-shape", raw_safetensors({"w": f32(0, 16, [2, 3])}, bytes(16)))
    refuse("safetensors-huge-shape", raw_safetensors({"w": f32(0, 16, [2**40, 2**40])}, bytes(16)))
    # Eight tensors whose sizes add up to almost 2^64, so that a careless sum wraps.
    step = 2**61 - 1024
    huge = {str(n): {"dtype": "U8", "shape": [step], "data_offsets": [n * step, (n + 1) * step]} for n in range(8)}
    refuse("safetensors-wrapping", raw_safetensors(huge, bytes(16)))
    refuse("safetensors-nested", raw_safetensors(b'{"a":' * 2000, bytes(16)))
    refuse("safetensors-type", raw_safetensors({"w": {"dtype": "F8_E4M3", "shape": [4], "data_offsets": [0, 4]}}, bytes(4)))
    refuse("safetensors-empty", raw_safetensors({}))
    q = torch.ones(2, 3, dtype=torch.int8)
    scale = torch.ones(2)
    save_file({"w": q, "w_scale": scale, "w_zero_point": torch.ones(2, dtype=torch.int8)}, folder("refused-zero-points") / "model.safetensors")
    save_file({"w": q, "w_scale": torch.ones(3)}, folder("refused-scale-shape") / "model.safetensors")
    refuse("index-not-json", b"{", "model.safetensors.index.json")
    refuse("index-without-map", b'{"metadata": {}}', "model.safetensors.index.json")
    refuse("index-leads-out", b'{"weight_map": {"w": "../safetensors-f32/model.safetensors"}}', "model.safetensors.index.json")
    refuse("index-missing-shard", b'{"weight_map": {"w": "model-1.safetensors"}}', "model.safetensors.index.json")
    refuse("index-missing-tensor", b'{"weight_map": {"v": "model-1.safetensors"}}', "model.safetensors.index.json")
    (ROOT / "refused-index-missing-tensor" / "model-1.safetensors").write_bytes(good)
    refuse("only-tensorflow", b"\x89HDF", "tf_model.h5")
    refuse("only-flax", b"\x81", "flax_model.msgpack")
    refuse("only-ckpt", b"\x00", "bert_model.ckpt.index")
    refuse("no-weights", b"{}", "config.json")


def write_not_finite():
    tensors = {"integers": torch.tensor([2**40]), "finite": torch.ones(5000)}
    for short, dtype in {"f32": torch.float32, "f16": torch.float16, "bf16": torch.bfloat16, "f64": torch.float64}.items():
        for kind, value in {"nan": float("nan"), "inf": float("inf"), "minus_inf": float("-inf")}.items():
            tensors[f"{short}_{kind}"] = torch.tensor([0.0, 1.0, value, 2.0]).to(dtype)
    tensors["f64_beyond_f32"] = torch.tensor([1e300], dtype=torch.float64)
    tensors["f32_last_of_many"] = torch.tensor([0.0] * 5000 + [float("nan")])
    tensors["i8_scale_nan"], tensors["i8_scale_nan_scale"] = torch.ones(1, 2, dtype=torch.int8), torch.tensor([float("nan")])
    save_file(tensors, folder("not-finite") / "model.safetensors")


def main():
    torch.manual_seed(7)
    warnings.filterwarnings("ignore", "Duplicate name")  # one of the refused zips
    shutil.rmtree(ROOT, ignore_errors=True)
    write_loadable()
    write_before_torch_2_1()
    write_hostile()
    write_damaged()
    write_not_finite()
    write_legacy()
    write_hostile_legacy()
    versions = {"python": platform.python_version(), "torch": torch.__version__, "safetensors": safetensors.__version__}
    with open(ROOT / "expected.json", "w") as file:
        json.dump({"made_with": versions, "checkpoints": expected}, file, indent=1, sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main()
