//! Files with every kind of damage at every place: refused with a reason or read within bounds, never a panic.

use std::path::Path;

use super::*;

/// Small files of each format; a change of their bytes must not lead anywhere but to an error or to other numbers.
const FILES: [(&str, &str); 8] = [
    ("safetensors-f16", "model.safetensors"),
    ("safetensors-int8", "model.safetensors"),
    ("pytorch-f16", "pytorch_model.bin"),
    ("pytorch-strided", "pytorch_model.bin"),
    ("pytorch-protocol-4", "pytorch_model.bin"),
    ("legacy-strided", "pytorch_model.bin"),
    ("legacy-protocol-4", "pytorch_model.bin"),
    ("legacy-parts", "pytorch_model.bin"),
];

fn bytes_of(folder: &str, name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/checkpoints").join(folder).join(name);
    std::fs::read(path).unwrap()
}

/// A model of one file in memory, kept until the tests end.
fn in_memory(name: &'static str, bytes: &'static [u8]) -> ModelFiles {
    ModelFiles::Embedded(vec![(name, bytes)].leak(), "damaged")
}

/// Reads all there is, and asserts what must hold whatever the bytes are. True where the file was accepted.
fn reads_within_bounds(files: &ModelFiles) -> bool {
    use ErrorCode::{WeightsInvalid, WeightsMissing, WeightsUnsafe};
    let is_about_weights =
        |error: Error| assert!(matches!(error.code(), WeightsInvalid | WeightsUnsafe | WeightsMissing));
    let checkpoint = match Checkpoint::open(files) {
        Ok(checkpoint) => checkpoint,
        Err(error) => {
            is_about_weights(error);
            return false;
        }
    };
    for name in tests::names_of(&checkpoint) {
        let tensor = checkpoint.tensor(name).unwrap().unwrap();
        assert_eq!(tensor.bytes().len(), tensor.len() * tensor.dtype.size());
        tensor.check_finite().unwrap_or_else(is_about_weights);
        match tensor.to_f32() {
            Ok(numbers) => assert_eq!(numbers.len(), tensor.len()),
            Err(error) => is_about_weights(error),
        }
    }
    true
}

#[test]
fn a_file_cut_short_anywhere_is_refused() {
    for (folder, name) in FILES {
        let whole: &'static [u8] = bytes_of(folder, name).leak();
        assert!(reads_within_bounds(&in_memory(name, whole)));
        for length in 0..whole.len() {
            let cut = in_memory(name, &whole[..length]);
            assert!(!reads_within_bounds(&cut), "{folder} was accepted with {length} of {} bytes", whole.len());
        }
    }
}

#[test]
fn any_changed_byte_is_refused_or_read_within_bounds() {
    let mut random = Random(7);
    for (folder, name) in FILES {
        let whole = bytes_of(folder, name);
        for position in 0..whole.len() {
            let mut changed = whole.clone();
            changed[position] ^= random.next_byte().max(1);
            reads_within_bounds(&in_memory(name, changed.leak()));
        }
    }
}

/// A fixed sequence of bytes that looks random (Marsaglia's xorshift), the same in every run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next_byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.to_le_bytes()[3]
    }
}
