//! The two generators of random checkpoints agree to the bit.

mod support;

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use support::golden;
use support::random_checkpoint::{Spec, fnv1a64};

#[derive(Deserialize)]
struct Golden {
    checkpoints: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    checkpoint: Spec,
    config: Value,
    tensors: HashMap<String, Vec<usize>>,
    sums: HashMap<String, String>,
}

fn cases() -> Vec<Case> {
    golden::read::<Golden>(&golden::checked_in().join("random.json")).checkpoints
}

#[test]
fn tensors_have_the_names_and_shapes_that_transformers_loads() {
    for case in cases() {
        let ours: HashMap<String, Vec<usize>> = case.checkpoint.shapes().into_iter().collect();
        assert_eq!(ours, case.tensors, "{}", case.checkpoint.name);
    }
}

#[test]
fn configurations_are_those_that_transformers_loads() {
    for case in cases() {
        assert_eq!(case.checkpoint.config(), case.config, "{}", case.checkpoint.name);
    }
}

#[test]
fn weights_are_bit_identical_to_those_of_the_golden_logits() {
    for case in cases() {
        assert!(case.sums.len() > 5);
        for (name, sum) in &case.sums {
            let tensor = case.checkpoint.tensor(name, &case.tensors[name]);
            let bytes: Vec<u8> = tensor.values.iter().flat_map(|value| value.to_le_bytes()).collect();
            assert_eq!(&format!("{:016x}", fnv1a64(&bytes)), sum, "{} {name}", case.checkpoint.name);
        }
    }
}
