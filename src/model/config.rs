//! `config.json`: the family, the head, the sizes and the labels.

use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

use super::Task;
use super::files::ModelFiles;
use crate::error::{Error, ErrorCode, Result};

/// The name of the file.
const FILE: &str = "config.json";

/// Most labels without names, and most positions: far beyond any model's, for numbers that nothing else in an ONNX export
/// contradicts and that memory is reserved by.
const MOST_LABELS: usize = 1 << 16;
const MOST_POSITIONS: usize = 1 << 20;

/// A family of encoders: it decides names, positions and the shape of the heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Roberta,
    XlmRoberta,
    Bert,
}

impl Family {
    /// The family's `model_type`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Roberta => "roberta",
            Self::XlmRoberta => "xlm-roberta",
            Self::Bert => "bert",
        }
    }

    /// Whether heads and positions follow RoBERTa's ways.
    pub(crate) fn is_roberta_like(self) -> bool {
        self != Self::Bert
    }
}

/// The activation between the two halves of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    /// With the error function.
    Gelu,
    /// With tanh.
    FastGelu,
    Relu,
}

/// What a sequence classifier was trained for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    /// One of the labels.
    SingleLabel,
    /// Any number of the labels.
    MultiLabel,
    /// Numbers.
    Regression,
}

/// What `config.json` says, checked.
#[derive(Debug, Clone)]
pub(crate) struct Config {
    pub(crate) family: Family,
    /// `None` where `architectures` names no head; the weights decide then.
    pub(crate) task: Option<Task>,
    pub(crate) hidden_size: usize,
    pub(crate) layers: usize,
    pub(crate) heads: usize,
    pub(crate) intermediate_size: usize,
    pub(crate) vocabulary: usize,
    /// Rows of the position table.
    pub(crate) positions: usize,
    pub(crate) token_types: usize,
    /// The row of the position table for the first token.
    pub(crate) first_position: usize,
    pub(crate) layer_norm_epsilon: f32,
    pub(crate) activation: Activation,
    /// `id2label` in order of id.
    pub(crate) labels: Vec<String>,
    /// What a sequence classifier's logits mean (`problem_type`).
    pub(crate) problem: Problem,
    /// Whether a masked-LM head shares the table of word embeddings, unless the weights file holds another beside it.
    pub(crate) tied: bool,
}

impl Config {
    /// Longest window in tokens, special ones included.
    pub(crate) fn max_tokens(&self) -> usize {
        self.positions - self.first_position
    }

    pub(crate) fn load(files: &ModelFiles) -> Result<Self> {
        let path = files.path_of(FILE);
        let Some(bytes) = files.open(FILE)? else {
            let message = format!("there is no {path}; give the folder of a downloaded model, with config.json in it");
            return Err(Error::new(ErrorCode::ConfigMissing, message));
        };
        let raw: RawConfig = serde_json::from_slice(&bytes).map_err(|cause| {
            let message = format!("{path} cannot be read as a model's configuration: {cause}; download it again");
            Error::new(ErrorCode::ConfigInvalid, message).with_source(cause)
        })?;
        Checker { path: &path, raw: &raw }.check()
    }
}

/// A size that is missing reads as 0: other families name theirs otherwise, and are to be told that they are not
/// supported, not what they lack.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawConfig {
    model_type: Option<String>,
    architectures: Option<Vec<String>>,
    hidden_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    intermediate_size: usize,
    vocab_size: usize,
    max_position_embeddings: usize,
    type_vocab_size: Option<usize>,
    pad_token_id: Option<usize>,
    layer_norm_eps: Option<f32>,
    hidden_act: Option<Value>,
    id2label: Option<BTreeMap<String, Value>>,
    num_labels: Option<usize>,
    problem_type: Option<String>,
    position_embedding_type: Option<String>,
    is_decoder: Option<bool>,
    tie_word_embeddings: Option<bool>,
}

struct Checker<'a> {
    path: &'a str,
    raw: &'a RawConfig,
}

impl Checker<'_> {
    fn check(&self) -> Result<Config> {
        let raw = self.raw;
        let family = self.family()?;
        // transformers' defaults: RoBERTa and XLM-R pad with 1, BERT with 0.
        let pad = raw.pad_token_id.unwrap_or(usize::from(family.is_roberta_like()));
        let config = Config {
            family,
            task: self.task()?,
            hidden_size: raw.hidden_size,
            layers: raw.num_hidden_layers,
            heads: raw.num_attention_heads,
            intermediate_size: raw.intermediate_size,
            vocabulary: raw.vocab_size,
            positions: raw.max_position_embeddings,
            token_types: raw.type_vocab_size.unwrap_or(2),
            // RoBERTa numbers positions from the padding id + 1 (create_position_ids_from_input_ids).
            first_position: if family.is_roberta_like() { pad.saturating_add(1) } else { 0 },
            layer_norm_epsilon: raw.layer_norm_eps.unwrap_or(1e-12),
            activation: self.activation()?,
            labels: self.labels()?,
            problem: self.problem()?,
            tied: raw.tie_word_embeddings.unwrap_or(true),
        };
        self.check_sizes(&config)?;
        Ok(config)
    }

    fn family(&self) -> Result<Family> {
        match self.raw.model_type.as_deref() {
            // CamemBERT's architecture is RoBERTa's own.
            Some("roberta" | "camembert") => Ok(Family::Roberta),
            Some("xlm-roberta") => Ok(Family::XlmRoberta),
            Some("bert") => Ok(Family::Bert),
            Some(other) => {
                Err(self.unsupported(format!("model_type {other:?} is not one of roberta, xlm-roberta and bert")))
            }
            None => Err(self.invalid("model_type is missing; add \"roberta\", \"xlm-roberta\" or \"bert\"")),
        }
    }

    fn task(&self) -> Result<Option<Task>> {
        if self.raw.is_decoder == Some(true) {
            return Err(self.unsupported("is_decoder is true, and this library runs encoders only"));
        }
        let Some(name) = self.raw.architectures.as_ref().and_then(|names| names.first()) else {
            return Ok(None);
        };
        match name.split_once("For").map(|(_, head)| head) {
            None => Ok(None),
            Some("MaskedLM" | "PreTraining") => Ok(Some(Task::FillMask)),
            Some("TokenClassification") => Ok(Some(Task::TokenClassification)),
            Some("SequenceClassification") => Ok(Some(Task::SequenceClassification)),
            Some(_) => Err(self.unsupported(format!(
                "the head of {name} is not one of MaskedLM, TokenClassification and SequenceClassification"
            ))),
        }
    }

    fn problem(&self) -> Result<Problem> {
        match self.raw.problem_type.as_deref() {
            None | Some("single_label_classification") => Ok(Problem::SingleLabel),
            Some("multi_label_classification") => Ok(Problem::MultiLabel),
            Some("regression") => Ok(Problem::Regression),
            Some(other) => Err(self.unsupported(format!(
                "problem_type {other:?} is not one of single_label_classification, multi_label_classification and \
                 regression"
            ))),
        }
    }

    fn activation(&self) -> Result<Activation> {
        match self.raw.hidden_act.as_ref().map(Value::as_str) {
            None | Some(Some("gelu" | "gelu_python")) => Ok(Activation::Gelu),
            Some(Some("gelu_new" | "gelu_fast" | "gelu_pytorch_tanh")) => Ok(Activation::FastGelu),
            Some(Some("relu")) => Ok(Activation::Relu),
            Some(other) => Err(self.unsupported(format!(
                "hidden_act {:?} is not one of gelu, gelu_new, gelu_fast, gelu_pytorch_tanh and relu",
                other.unwrap_or("of another kind")
            ))),
        }
    }

    fn labels(&self) -> Result<Vec<String>> {
        let Some(names) = &self.raw.id2label else {
            // transformers' default: two labels, unless num_labels says otherwise.
            let count = self.raw.num_labels.unwrap_or(2);
            if count > MOST_LABELS {
                return Err(self.bad_labels(format!("num_labels is {count}; {MOST_LABELS} is the most")));
            }
            return Ok((0..count).map(|id| format!("LABEL_{id}")).collect());
        };
        (0..names.len())
            .map(|id| match names.get(&id.to_string()).map(Value::as_str) {
                Some(Some(label)) => Ok(label.to_owned()),
                Some(None) => Err(self.bad_labels(format!("id2label[{id}] is not a text"))),
                None => Err(self.bad_labels(format!(
                    "id2label has {} entries but none for {id}; it must name every id from 0 on",
                    names.len()
                ))),
            })
            .collect()
    }

    fn check_sizes(&self, config: &Config) -> Result<()> {
        if let Some(kind) = self.raw.position_embedding_type.as_deref().filter(|kind| *kind != "absolute") {
            return Err(self.unsupported(format!("position_embedding_type {kind:?} is not \"absolute\"")));
        }
        let positive = [
            ("hidden_size", config.hidden_size),
            ("num_hidden_layers", config.layers),
            ("num_attention_heads", config.heads),
            ("intermediate_size", config.intermediate_size),
            ("vocab_size", config.vocabulary),
            ("max_position_embeddings", config.positions),
            ("type_vocab_size", config.token_types),
        ];
        if let Some((name, _)) = positive.iter().find(|(_, size)| *size == 0) {
            return Err(self.invalid(format!("{name} is missing or 0")));
        }
        if !config.hidden_size.is_multiple_of(config.heads) {
            return Err(self.invalid(format!(
                "hidden_size {} cannot be divided among {} attention heads",
                config.hidden_size, config.heads
            )));
        }
        if config.positions > MOST_POSITIONS {
            return Err(
                self.invalid(format!("max_position_embeddings is {}; {MOST_POSITIONS} is the most", config.positions))
            );
        }
        // Two special tokens and one of the text.
        if config.positions < config.first_position.saturating_add(3) {
            return Err(self.invalid(format!(
                "max_position_embeddings {} leaves no room for text after position {}",
                config.positions, config.first_position
            )));
        }
        Ok(())
    }

    fn invalid(&self, what: impl std::fmt::Display) -> Error {
        Error::new(ErrorCode::ConfigInvalid, format!("{}: {what}", self.path))
    }

    fn unsupported(&self, what: impl std::fmt::Display) -> Error {
        Error::new(ErrorCode::ModelUnsupported, format!("{}: {what}", self.path))
    }

    fn bad_labels(&self, what: impl std::fmt::Display) -> Error {
        Error::new(ErrorCode::LabelsInvalid, format!("{}: {what}", self.path))
    }
}
