//! The random-weight checkpoints that benchmarks share, each written under `.cache/bench` once.

#[path = "../../tests/support/random_checkpoint.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod random_checkpoint;

use std::fs;
use std::path::{Path, PathBuf};

use random_checkpoint::Spec;

/// RoBERTa at base size: 12 layers × 768, 50,262 pieces, f32 (500 MB), with the head `mlm` or `ner`.
pub fn base(head: &str) -> PathBuf {
    write(&format!("roberta-base-random-{head}"), head, [768, 12, 12])
}

/// The same vocabulary and almost nothing behind it: one layer × 16.
#[allow(dead_code, reason = "not every benchmark wants it")]
pub fn least(head: &str) -> PathBuf {
    write(&format!("roberta-least-random-{head}"), head, [16, 1, 2])
}

fn write(name: &str, head: &str, [hidden, layers, heads]: [usize; 3]) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".cache/bench").join(name);
    if !folder.join("model.safetensors").exists() {
        let spec = Spec {
            name: name.to_owned(),
            family: "roberta".to_owned(),
            head: head.to_owned(),
            tokenizer: "roberta".to_owned(),
            vocab: 50_262,
            hidden,
            layers,
            heads,
            intermediate: 4 * hidden,
            positions: 514,
            seed: 1,
        };
        fs::create_dir_all(&folder).unwrap();
        spec.write(&folder);
    }
    folder
}
