//! The table of options: their names, the calls that take them, and how a value is read.

use std::str::FromStr;
use std::time::Duration;

use super::options::cajal_options;
use crate::deidentify::Replacement;
use crate::fill_mask::AfterMask;
use crate::model::{Precision, Verify};
use crate::ner::Aggregation;
use crate::runtime::VALID_PROVIDERS;

/// The calls that options go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    Load,
    Compile,
    Ner,
    Parity,
    FillMask,
    FillMaskParity,
    Perplexity,
    Classify,
    Deidentify,
}

/// One option: its name, the calls that take it, what is valid, and how a value is stored (`None` if it is not valid).
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) calls: &'static [Call],
    pub(super) valid: &'static str,
    pub(super) store: fn(&mut cajal_options, &str) -> Option<()>,
}

const RUNS: &[Call] =
    &[Call::Ner, Call::Parity, Call::FillMask, Call::FillMaskParity, Call::Perplexity, Call::Classify];

/// The calls that read a model's folder.
const FOLDERS: &[Call] = &[Call::Load, Call::Compile];

/// The calls that rank candidates for masks.
const FILL_MASKS: &[Call] = &[Call::FillMask, Call::FillMaskParity];

pub(super) static KEYS: [Key; 20] = [
    Key {
        name: "threads",
        calls: FOLDERS,
        valid: "a whole number, 1 or more",
        store: |options, value| at_least_one(value).map(|n| options.model.threads = Some(n)),
    },
    Key {
        name: "run_threads",
        calls: &[Call::Load],
        valid: "a whole number, 1 or more",
        store: |options, value| at_least_one(value).map(|n| options.model.run_threads = Some(n)),
    },
    Key {
        name: "provider",
        calls: &[Call::Load],
        valid: VALID_PROVIDERS,
        store: |options, value| value.parse().ok().map(|provider| options.model.provider = provider),
    },
    Key {
        name: "precision",
        calls: FOLDERS,
        valid: "f32, f16, int8, bf16 or auto",
        store: |options, value| Precision::from_name(value).map(|known| options.model.precision = Some(known)),
    },
    Key {
        name: "verify",
        calls: &[Call::Load],
        valid: "sizes or strict",
        store: |options, value| Verify::from_name(value).map(|known| options.model.verify = known),
    },
    Key {
        name: "runtime_path",
        calls: FOLDERS,
        valid: "the path of an ONNX Runtime library",
        store: |options, value| (!value.is_empty()).then(|| options.model.runtime_path = Some(value.into())),
    },
    Key {
        name: "window_tokens",
        calls: &[Call::Ner, Call::Parity, Call::Perplexity],
        valid: "a whole number, 1 or more",
        store: |options, value| {
            let tokens = Some(at_least_one(value)?);
            (options.ner.window_tokens, options.parity.window_tokens) = (tokens, tokens);
            options.perplexity.window_tokens = tokens;
            Some(())
        },
    },
    Key {
        name: "overlap_tokens",
        calls: &[Call::Ner],
        valid: "a whole number, 0 or more",
        store: |options, value| number(value).map(|n| options.ner.overlap_tokens = Some(n)),
    },
    Key {
        name: "threshold",
        calls: &[Call::Ner],
        valid: "a number from 0 to 1",
        store: |options, value| {
            options.ner.threshold = number(value).filter(|score: &f32| (0.0..=1.0).contains(score))?;
            Some(())
        },
    },
    Key {
        name: "labels",
        calls: &[Call::Ner],
        valid: "one or more labels separated by commas",
        store: |options, value| list(value).map(|labels| options.ner.labels = Some(labels)),
    },
    Key {
        name: "aggregation",
        calls: &[Call::Parity],
        valid: "none, simple, first, average or max",
        store: |options, value| Aggregation::from_name(value).map(|known| options.parity.aggregation = known),
    },
    Key {
        name: "stride",
        calls: &[Call::Parity],
        valid: "a whole number, 0 or more",
        store: |options, value| number(value).map(|n| options.parity.stride = Some(n)),
    },
    Key {
        name: "ignore_labels",
        calls: &[Call::Parity],
        valid: "labels separated by commas, or nothing",
        store: |options, value| {
            let labels = if value.is_empty() { Some(Vec::new()) } else { list(value) };
            labels.map(|labels| options.parity.ignore_labels = labels)
        },
    },
    Key {
        name: "top_k",
        calls: FILL_MASKS,
        valid: "a whole number, 1 or more",
        store: |options, value| {
            let top_k = at_least_one(value)?;
            (options.fill_mask.top_k, options.fill_mask_parity.top_k) = (top_k, top_k);
            Some(())
        },
    },
    Key {
        name: "targets",
        calls: FILL_MASKS,
        valid: "one or more words, one a line",
        store: |options, value| {
            let targets: Option<Vec<String>> = Some(value.lines().map(str::to_owned).collect());
            options.fill_mask.targets.clone_from(&targets);
            options.fill_mask_parity.targets = targets;
            Some(())
        },
    },
    Key {
        name: "beam_width",
        calls: &[Call::FillMask],
        valid: "a whole number from 1 to 1024",
        store: |options, value| at_least_one(value).map(|n| options.fill_mask.beam_width = Some(n)),
    },
    Key {
        name: "after_mask",
        calls: &[Call::FillMask],
        valid: "tokenizer or text",
        store: |options, value| {
            options.fill_mask.after_mask = match value {
                "tokenizer" => AfterMask::Tokenizer,
                "text" => AfterMask::Text,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "replacement",
        calls: &[Call::Deidentify],
        valid: "label, pseudonym or mask",
        store: |options, value| {
            options.replacement = match value {
                "label" => Replacement::Label,
                "pseudonym" => Replacement::Pseudonym,
                "mask" => Replacement::Mask,
                _ => return None,
            };
            Some(())
        },
    },
    Key {
        name: "mask_length",
        calls: &[Call::Deidentify],
        valid: "a whole number from 0 to 255",
        store: |options, value| number(value).map(|n| options.mask_length = Some(n)),
    },
    Key {
        name: "timeout_ms",
        calls: RUNS,
        valid: "a whole number of milliseconds, 0 or more",
        store: |options, value| number(value).map(|ms| options.timeout = Some(Duration::from_millis(ms))),
    },
];

fn number<N: FromStr>(value: &str) -> Option<N> {
    value.parse().ok()
}

/// The parts between commas, none of which may be empty.
fn list(value: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = value.split(',').map(|part| part.trim().to_owned()).collect();
    Some(parts).filter(|parts| !parts.iter().any(String::is_empty))
}

fn at_least_one(value: &str) -> Option<usize> {
    number(value).filter(|n| *n >= 1)
}
