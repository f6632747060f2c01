//! Checkpoints made by torch and safetensors (tests/golden/make_checkpoints.py), and damaged and hostile ones.

use std::path::Path;

use serde_json::Value;

use super::*;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/checkpoints")
}

fn open(name: &str) -> Result<Checkpoint> {
    Checkpoint::open(&ModelFiles::Folder(fixtures().join(name)))
}

pub(super) fn names_of(checkpoint: &Checkpoint) -> Vec<&str> {
    checkpoint.tensors.keys().map(|name| &**name).collect()
}

fn expected() -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(fixtures().join("expected.json")).unwrap();
    let whole: Value = serde_json::from_str(&text).unwrap();
    whole["checkpoints"].as_object().unwrap().clone()
}

fn dtype_of(torch: &str) -> &str {
    match torch {
        "float64" => "f64",
        "float32" => "f32",
        "float16" => "f16",
        "bfloat16" => "bf16",
        "int64" => "i64",
        "int32" => "i32",
        "int16" => "i16",
        "int8" => "i8",
        "uint8" => "u8",
        other => other,
    }
}

fn assert_same(name: &str, tensor: &Tensor, expected: &Value) {
    assert_eq!(tensor.dtype.name(), dtype_of(expected["dtype"].as_str().unwrap()), "{name}");
    let shape: Vec<usize> = serde_json::from_value(expected["shape"].clone()).unwrap();
    assert_eq!(tensor.shape(), shape, "{name}");
    tensor.expect_shape(&shape).unwrap();
    tensor.check_finite().unwrap();
    let Some(values) = expected["values"].as_array() else {
        assert!(tensor.to_f32().is_err(), "{name} holds integers, which are no weights");
        return;
    };
    let values: Vec<u32> = values.iter().map(|value| (value.as_f64().unwrap() as f32).to_bits()).collect();
    let read: Vec<u32> = tensor.to_f32().unwrap().into_iter().map(f32::to_bits).collect();
    assert_eq!(read, values, "{name}, bit for bit");
    if let Some(in_place) = tensor.as_f32_slice() {
        assert_eq!(in_place, tensor.to_f32().unwrap(), "{name}");
    }
}

#[test]
fn every_checkpoint_reads_bit_for_bit_as_torch_reads_it() {
    for (name, expected) in expected() {
        let checkpoint = open(&name).unwrap();
        assert_eq!(checkpoint.format(), expected["format"], "{name}");
        assert_eq!(checkpoint.weights_type(), expected["weights_type"], "{name}");
        assert_eq!(checkpoint.parameters(), expected["parameters"], "{name}");
        let tensors = expected["tensors"].as_object().unwrap();
        let mut names: Vec<&str> = tensors.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names_of(&checkpoint), names, "{name}");
        for (key, expected) in tensors {
            let tensor = checkpoint.tensor(key).unwrap().unwrap();
            assert_same(&format!("{name}: {key}"), &tensor, expected);
        }
    }
}

#[test]
fn a_tensor_outlives_its_checkpoint_and_reads_the_same_after_its_pages_are_released() {
    let checkpoint = open("safetensors-f32").unwrap();
    let tensor = checkpoint.tensor("matrix").unwrap().unwrap();
    let before = tensor.to_f32().unwrap();
    checkpoint.release_pages();
    drop(checkpoint);
    assert_eq!(tensor.to_f32().unwrap(), before);
}

#[test]
fn aligned_32_bit_floats_are_read_in_place() {
    let checkpoint = open("safetensors-f32").unwrap();
    let tensor = checkpoint.tensor("matrix").unwrap().unwrap();
    assert_eq!(tensor.as_f32_slice().unwrap().as_ptr().cast(), tensor.bytes().as_ptr());
    let halves = open("safetensors-f16").unwrap();
    assert!(halves.tensor("matrix").unwrap().unwrap().as_f32_slice().is_none());
}

#[test]
fn a_tensor_that_is_not_there_is_none() {
    assert!(open("safetensors-f32").unwrap().tensor("bias").unwrap().is_none());
}

#[test]
fn a_shape_that_differs_names_file_tensor_found_and_expected() {
    let tensor = open("safetensors-f32").unwrap().tensor("matrix").unwrap().unwrap();
    let error = tensor.expect_shape(&[3, 5]).unwrap_err();
    assert_eq!(error.code(), ErrorCode::WeightsInvalid);
    for part in ["safetensors-f32/model.safetensors", "matrix", "[5, 3]", "[3, 5]"] {
        assert!(error.message().contains(part), "{error}");
    }
}

#[test]
fn a_checkpoint_compiled_into_the_library_reads_like_one_on_disk() {
    const FILE: &[u8] = include_bytes!("../../../tests/data/checkpoints/safetensors-f32/model.safetensors");
    let embedded = Checkpoint::open(&ModelFiles::Embedded(&[("model.safetensors", FILE)], "tiny")).unwrap();
    let on_disk = open("safetensors-f32").unwrap();
    for name in ["matrix", "vector", "extremes"] {
        let read = |checkpoint: &Checkpoint| checkpoint.tensor(name).unwrap().unwrap().to_f32().unwrap();
        assert_eq!(read(&embedded), read(&on_disk));
    }
    embedded.release_pages();
}

#[test]
fn numbers_that_are_not_finite_are_found_in_every_float_type() {
    let checkpoint = open("not-finite").unwrap();
    let mut found = 0;
    for name in names_of(&checkpoint) {
        let checked = checkpoint.tensor(name).unwrap().unwrap().check_finite();
        if matches!(name, "integers" | "finite") {
            checked.unwrap();
            continue;
        }
        let error = checked.unwrap_err();
        assert_eq!(error.code(), ErrorCode::WeightsInvalid);
        assert!(error.message().contains(name.trim_end_matches("_scale")), "{error}");
        found += 1;
    }
    assert_eq!(found, 15);
}

/// Checkpoints that must be refused: the folder, the code, and what the message must say.
const REFUSED: &[(&str, ErrorCode, &str)] = &[
    ("system", ErrorCode::WeightsUnsafe, "asks for posix.system"),
    ("eval", ErrorCode::WeightsUnsafe, "asks for __builtin__.eval"),
    ("getattr", ErrorCode::WeightsUnsafe, "asks for __builtin__.getattr"),
    ("type-as-call", ErrorCode::WeightsUnsafe, "calls StorageType(F32) with arguments"),
    ("object", ErrorCode::WeightsUnsafe, "asks for pathlib.PurePosixPath"),
    ("inst", ErrorCode::WeightsUnsafe, "builds an object (opcode 0x69)"),
    ("protocol-4", ErrorCode::WeightsUnsafe, "asks for builtins.eval"),
    ("protocol-6", ErrorCode::WeightsInvalid, "has protocol 6, where 2 to 5 are read; load it with torch"),
    ("state-on-tensor", ErrorCode::WeightsUnsafe, "sets the state of an object"),
    ("unknown-storage", ErrorCode::WeightsUnsafe, "asks for torch.ComplexFloatStorage"),
    ("deep-nesting", ErrorCode::WeightsInvalid, "does not hold a state dict"),
    ("memo-bomb", ErrorCode::WeightsInvalid, "does not hold a state dict"),
    ("own-container", ErrorCode::WeightsInvalid, "holds w, which is not a tensor"),
    ("long-string", ErrorCode::WeightsInvalid, "is cut short"),
    ("stack-underflow", ErrorCode::WeightsInvalid, "takes more values than it holds"),
    ("not-a-dictionary", ErrorCode::WeightsInvalid, "does not hold a state dict"),
    ("number-key", ErrorCode::WeightsInvalid, "whose name is not text"),
    ("number-value", ErrorCode::WeightsInvalid, "holds w, which is not a tensor"),
    (
        "beyond-storage",
        ErrorCode::WeightsInvalid,
        "tensor w of shape [2, 3], strides [3, 1] and offset 0 reaches beyond",
    ),
    ("negative-offset", ErrorCode::WeightsInvalid, "not positive integers"),
    ("negative-stride", ErrorCode::WeightsInvalid, "not positive integers"),
    ("huge-shape", ErrorCode::WeightsInvalid, "reaches beyond its storage of 4 numbers"),
    ("huge-stride", ErrorCode::WeightsInvalid, "reaches beyond its storage of 4 numbers"),
    ("huge-integer", ErrorCode::WeightsInvalid, "not positive integers of 64 bits"),
    ("stride-bomb", ErrorCode::WeightsInvalid, "repeats its storage of 4 numbers"),
    ("shape-without-stride", ErrorCode::WeightsInvalid, "strides do not match"),
    ("missing-storage", ErrorCode::WeightsInvalid, "lies in storage 7, which is not there"),
    ("short-storage", ErrorCode::WeightsInvalid, "needs 4 f32 numbers of storage 0, which has 12 bytes"),
    ("deflated", ErrorCode::WeightsInvalid, "is compressed"),
    ("big-endian", ErrorCode::WeightsInvalid, "big-endian"),
    ("duplicate-entry", ErrorCode::WeightsInvalid, "two entries of one name"),
    ("no-pickle", ErrorCode::WeightsInvalid, "does not hold one data.pkl"),
    ("long-name", ErrorCode::WeightsInvalid, "a name of 1025 bytes"),
    ("empty-file", ErrorCode::WeightsInvalid, "not a file that torch.save wrote"),
    ("git-lfs-pointer", ErrorCode::WeightsInvalid, "git lfs pull"),
    ("truncated-zip", ErrorCode::WeightsInvalid, "cut short or damaged"),
    ("nested-model", ErrorCode::WeightsInvalid, "holds model, which is not a tensor"),
    ("no-tensors", ErrorCode::WeightsInvalid, "no weights in it"),
    ("legacy-unsafe", ErrorCode::WeightsUnsafe, "asks for __builtin__.eval"),
    ("legacy-plain-pickle", ErrorCode::WeightsInvalid, "a pickle that torch.save did not write; save"),
    ("legacy-version", ErrorCode::WeightsInvalid, "not of the version 1001"),
    ("legacy-no-facts", ErrorCode::WeightsInvalid, "facts about the machine are no dictionary"),
    ("legacy-big-endian", ErrorCode::WeightsInvalid, "big-endian"),
    ("legacy-other-count", ErrorCode::WeightsInvalid, "says that it holds 5 numbers, and its tensors that it holds 4"),
    ("legacy-negative-count", ErrorCode::WeightsInvalid, "says that it holds -1 numbers"),
    ("legacy-huge-count", ErrorCode::WeightsInvalid, "cut short in storage 0; download it again"),
    ("legacy-negative-size", ErrorCode::WeightsInvalid, "a storage whose size is not a positive integer"),
    ("legacy-size-beyond-64-bits", ErrorCode::WeightsInvalid, "a storage whose size is not a positive integer"),
    ("legacy-cut", ErrorCode::WeightsInvalid, "cut short in storage 0"),
    ("legacy-cut-count", ErrorCode::WeightsInvalid, "cut short in storage 0"),
    ("legacy-missing-storage", ErrorCode::WeightsInvalid, "tensor w lies in storage 0, which is not there"),
    ("legacy-unused-storage", ErrorCode::WeightsInvalid, "list of storages names 1, which no tensor lies in"),
    ("legacy-storage-twice", ErrorCode::WeightsInvalid, "names 0, which no tensor lies in, or names it twice"),
    ("legacy-keys-not-a-list", ErrorCode::WeightsInvalid, "list of storages is not a list"),
    ("legacy-key-not-text", ErrorCode::WeightsInvalid, "list of storages holds a key that is not text"),
    ("legacy-beyond-storage", ErrorCode::WeightsInvalid, "reaches beyond its storage of 4 numbers"),
    ("legacy-part-beyond-storage", ErrorCode::WeightsInvalid, "a part of a storage that reaches beyond it"),
    ("legacy-wrapping-part", ErrorCode::WeightsInvalid, "a part of a storage that reaches beyond it"),
    ("legacy-beyond-part", ErrorCode::WeightsInvalid, "reaches beyond its storage of 3 numbers"),
    ("legacy-part-of-two", ErrorCode::WeightsInvalid, "something other than a storage"),
    ("legacy-two-types", ErrorCode::WeightsInvalid, "needs 4 f64 numbers of storage 0, which has 16 bytes"),
    ("legacy-tar", ErrorCode::WeightsInvalid, "torch before 0.1.10"),
    ("safetensors-truncated", ErrorCode::WeightsInvalid, "describes 16 bytes of tensors, the file holds 12"),
    ("safetensors-trailing", ErrorCode::WeightsInvalid, "describes 16 bytes of tensors, the file holds 20"),
    ("safetensors-short", ErrorCode::WeightsInvalid, "cut short"),
    ("safetensors-header-cut", ErrorCode::WeightsInvalid, "cut short"),
    ("safetensors-header-huge", ErrorCode::WeightsInvalid, "cut short"),
    ("safetensors-not-json", ErrorCode::WeightsInvalid, "does not describe tensors"),
    ("safetensors-overlap", ErrorCode::WeightsInvalid, "invalid offset for tensor `w`"),
    ("safetensors-shape", ErrorCode::WeightsInvalid, "invalid shape"),
    ("safetensors-huge-shape", ErrorCode::WeightsInvalid, "overflow"),
    ("safetensors-wrapping", ErrorCode::WeightsInvalid, "the file holds 16"),
    ("safetensors-nested", ErrorCode::WeightsInvalid, "does not describe tensors"),
    ("safetensors-type", ErrorCode::WeightsInvalid, "tensor w holds F8_E4M3 numbers"),
    ("safetensors-empty", ErrorCode::WeightsInvalid, "no weights in it"),
    ("zero-points", ErrorCode::WeightsInvalid, "zero points"),
    ("scale-shape", ErrorCode::WeightsInvalid, "scales must be [2] or [2, 1] floats"),
    ("index-not-json", ErrorCode::WeightsInvalid, "index of the shards does not parse"),
    ("index-without-map", ErrorCode::WeightsInvalid, "weight_map"),
    ("index-leads-out", ErrorCode::WeightsInvalid, "not a plain file name"),
    ("index-missing-shard", ErrorCode::WeightsMissing, "shard model-1.safetensors is not there"),
    ("index-missing-tensor", ErrorCode::WeightsInvalid, "tensor v is not in the shard"),
    ("only-tensorflow", ErrorCode::WeightsMissing, "from_tf=True"),
    ("only-flax", ErrorCode::WeightsMissing, "from_flax=True"),
    ("only-ckpt", ErrorCode::WeightsMissing, "from_tf=True"),
    ("no-weights", ErrorCode::WeightsMissing, "looked for model.safetensors, "),
    ("no-weights", ErrorCode::WeightsMissing, "an ONNX export (model.onnx, onnx/model.onnx)"),
];

#[test]
fn every_refused_checkpoint_has_its_reason_in_the_list() {
    let folders = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut on_disk: Vec<_> = folders.filter_map(|name| name.strip_prefix("refused-").map(str::to_owned)).collect();
    let mut listed: Vec<_> = REFUSED.iter().map(|(name, ..)| (*name).to_owned()).collect();
    on_disk.sort_unstable();
    listed.sort_unstable();
    listed.dedup();
    assert_eq!(on_disk, listed);
}

#[test]
fn damaged_and_hostile_checkpoints_are_refused_with_a_reason() {
    for (name, code, reason) in REFUSED {
        let error = open(&format!("refused-{name}")).err().unwrap_or_else(|| panic!("{name} was accepted"));
        assert_eq!(error.code(), *code, "{name}: {error}");
        assert!(error.message().contains(reason), "{name}: {error}");
        assert!(error.message().contains(name), "{name} is not named: {error}");
    }
}
