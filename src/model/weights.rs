//! A checkpoint's tensors under the names that a family gives them, checked and handed to a graph.

use super::checkpoint::{Checkpoint, Tensor};
use super::config::Config;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{GraphBuilder, Lend, Weight};

/// Prefixes of the encoder's tensors: in a model with a head, and in a bare encoder.
const PREFIXES: [&str; 3] = ["roberta.", "bert.", ""];

const WORD_EMBEDDINGS: &str = "embeddings.word_embeddings.weight";

impl Lend for Tensor {
    fn floats(&self) -> &[f32] {
        self.as_f32_slice().unwrap_or_default()
    }
}

/// The tensors of one model.
pub(super) struct Weights<'a> {
    checkpoint: &'a Checkpoint,
    prefix: &'static str,
}

impl<'a> Weights<'a> {
    pub(super) fn new(checkpoint: &'a Checkpoint, config: &Config) -> Result<Self> {
        let has = |prefix: &&&str| checkpoint.contains(&format!("{prefix}{WORD_EMBEDDINGS}"));
        let prefix = PREFIXES.iter().find(has).ok_or_else(|| {
            let message = format!(
                "{} holds no {WORD_EMBEDDINGS} under any of the prefixes of {} models; is it the weights of another model?",
                checkpoint.path(),
                config.family.name()
            );
            Error::new(ErrorCode::WeightsInvalid, message)
        })?;
        Ok(Self { checkpoint, prefix })
    }

    /// Whether the checkpoint has a tensor of that full name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.checkpoint.contains(name)
    }

    /// The full name of a tensor of the encoder.
    pub(super) fn encoder_name(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// The name of the word embeddings, which a masked-LM head shares.
    pub(super) fn word_embeddings(&self) -> String {
        self.encoder_name(WORD_EMBEDDINGS)
    }

    /// The checked tensor of that full name.
    pub(super) fn tensor(&self, name: &str, shape: &[usize]) -> Result<Tensor> {
        let tensor = match self.checkpoint.tensor(name)? {
            Some(tensor) => Some(tensor),
            None => old_name(name).map_or(Ok(None), |old| self.checkpoint.tensor(&old))?,
        };
        let Some(tensor) = tensor else {
            let message = format!(
                "{} has no tensor {name}, which config.json asks for; is config.json that of another model?",
                self.checkpoint.path()
            );
            return Err(Error::new(ErrorCode::WeightsInvalid, message));
        };
        tensor.expect_shape(shape)?;
        tensor.check_finite()?;
        Ok(tensor)
    }

    /// Fails where a classifier has not one row per label.
    pub(super) fn check_label_count(&self, name: &str, labels: usize) -> Result<()> {
        let rows = self.checkpoint.tensor(name)?.and_then(|tensor| tensor.shape().first().copied());
        match rows {
            Some(rows) if rows != labels => Err(Error::new(
                ErrorCode::LabelsInvalid,
                format!(
                    "{}: tensor {name} has {rows} rows, but config.json names {labels} labels; id2label must name one \
                     label for each row",
                    self.checkpoint.path()
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Adds a tensor that runs read in place: a table or a vector. It is copied, so that a file which changes while
    /// the model is loaded cannot take the process down.
    pub(super) fn add_table(&self, graph: &mut GraphBuilder, name: &str, shape: &[usize]) -> Result<()> {
        let floats = self.tensor(name, shape)?.to_f32()?;
        graph.add_weight(name, shape, Weight::Owned(floats))
    }

    /// Adds the weight of a [`Linear`](crate::runtime::Operator::Linear), `[out, in]`. It is lent from the file's map
    /// where it is f32: ONNX Runtime repacks it for the processor as the session is made, and reads only that after.
    pub(super) fn add_linear(&self, graph: &mut GraphBuilder, name: &str, shape: &[usize]) -> Result<()> {
        let tensor = self.tensor(name, shape)?;
        let weight = if tensor.as_f32_slice().is_some() {
            Weight::Lent(Box::new(tensor))
        } else {
            Weight::Owned(tensor.to_f32()?)
        };
        graph.add_weight(name, shape, weight)
    }
}

/// The name that BERT checkpoints converted from TensorFlow give a LayerNorm tensor.
fn old_name(name: &str) -> Option<String> {
    let base = name.strip_suffix("LayerNorm.weight").map(|base| (base, "gamma"));
    let (base, old) = base.or_else(|| name.strip_suffix("LayerNorm.bias").map(|base| (base, "beta")))?;
    Some(format!("{base}LayerNorm.{old}"))
}
