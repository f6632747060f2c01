//! A session with the names and shapes of its inputs: graphs built here, and ONNX exports.

use std::path::{Path, PathBuf};

use super::Task;
use super::checkpoint::Checkpoint;
use super::config::Config;
use super::encoder::{ATTENTION_SHAPE, INPUT_IDS, POSITION_IDS, add_encoder};
use super::files::ModelFiles;
use super::head::{LOGITS, ROWS, add_head, task_of};
use super::logits::Logits;
use super::precision::Precision;
use super::weights::Weights;
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{Dialect, GraphBuilder, GraphInput, NodeCount, Session, SessionOptions};

/// Names of an exported graph, best first: in the folder itself, and as the hub's `onnx` folders have it.
pub(super) const ONNX_FILE: &str = "model.onnx";

/// What runs a window.
pub(super) enum Engine {
    /// A graph built from a checkpoint: it takes the rows that logits are asked for.
    Built(Session),
    /// The same with 8-bit numbers, whose scales depend on all that is in a run: one window each.
    Quantized(Session),
    /// An ONNX export: it gives logits for every position.
    Exported(Session),
}

/// An engine with the facts that only loading it tells.
pub(super) struct LoadedEngine {
    pub(super) engine: Engine,
    pub(super) task: Task,
    pub(super) format: &'static str,
    pub(super) weights_type: String,
    pub(super) parameters: u64,
    /// What it computes with.
    pub(super) precision: &'static str,
}

impl LoadedEngine {
    /// From the checkpoint in the folder, or the ONNX export where there is no checkpoint.
    pub(super) fn load(
        files: &ModelFiles,
        config: &Config,
        precision: Precision,
        options: &SessionOptions,
    ) -> Result<Self> {
        if !is_export(files) {
            return Self::build(files, config, precision, options);
        }
        match files {
            ModelFiles::Folder(folder) => {
                check_precision_of_export(folder, precision)?;
                Self::open_export(folder.join(ONNX_FILE), config, options)
            }
            ModelFiles::Embedded(..) => Self::build(files, config, precision, options),
        }
    }

    fn build(files: &ModelFiles, config: &Config, precision: Precision, options: &SessionOptions) -> Result<Self> {
        let checkpoint = Checkpoint::open(files)?;
        let precision = precision.on(&options.placement);
        let weights = Weights::new(&checkpoint, config, precision)?;
        let (mut graph, task) = graph_of(&checkpoint, &weights, config, Dialect::of(&options.placement))?;
        weights.add_queued(&mut graph, options.threads)?;
        let inputs = [INPUT_IDS, POSITION_IDS, ATTENTION_SHAPE, ROWS];
        let inputs = inputs.map(|name| GraphInput { name, length: (name == ATTENTION_SHAPE).then_some(3) });
        let session = graph.finish(&inputs, LOGITS, options)?;
        // What the session repacked is not read from the files again.
        checkpoint.release_pages();
        Ok(Self {
            engine: if weights.is_quantized() { Engine::Quantized(session) } else { Engine::Built(session) },
            task,
            format: checkpoint.format(),
            weights_type: checkpoint.weights_type().to_string(),
            parameters: checkpoint.parameters(),
            precision: precision.name(),
        })
    }

    fn open_export(path: PathBuf, config: &Config, options: &SessionOptions) -> Result<Self> {
        let session = Session::from_file(&path, options)?;
        let invalid = |what: String| Error::new(ErrorCode::ModelUnsupported, format!("{}: {what}", path.display()));
        let unknown = session.inputs().iter().find(|name| !EXPORT_INPUTS.contains(&name.as_str()));
        if let Some(name) = unknown {
            return Err(invalid(format!("its input {name:?} is not one of {}", EXPORT_INPUTS.join(", "))));
        }
        if !session.outputs().iter().any(|name| name == LOGITS) {
            return Err(invalid("it has no output \"logits\"; export the model with its head".to_owned()));
        }
        let task = config.task.ok_or_else(|| {
            invalid("config.json names no head in \"architectures\"; add the one it was exported with".to_owned())
        })?;
        Ok(Self {
            engine: Engine::Exported(session),
            task,
            format: "onnx",
            weights_type: "onnx".to_owned(),
            parameters: 0,
            precision: "exported",
        })
    }
}

/// Inputs of an export that can be filled in.
const EXPORT_INPUTS: [&str; 4] = [INPUT_IDS, "attention_mask", "token_type_ids", POSITION_IDS];

impl Engine {
    /// How many nodes of its graph run where.
    pub(super) fn nodes(&self) -> &[NodeCount] {
        let (Self::Built(session) | Self::Quantized(session) | Self::Exported(session)) = self;
        session.nodes()
    }

    /// The logits of the rows of one window; `ids` holds the special tokens and fits the model.
    pub(super) fn run(&self, ids: &[u32], rows: &[usize], shape: &Shape, control: &Control) -> Result<Logits> {
        match self {
            Self::Built(session) | Self::Quantized(session) => run_built(session, &[ids], rows, shape, control),
            Self::Exported(session) => run_export(session, ids, shape, control)?.pick(rows, shape),
        }
    }

    /// The logits of one row of each of several windows of one length, in one run where the engine can.
    pub(super) fn run_many(
        &self,
        windows: &[&[u32]],
        rows: &[usize],
        shape: &Shape,
        control: &Control,
    ) -> Result<Logits> {
        match self {
            Self::Built(session) if session.joins_windows() => {
                let length = windows.first().map_or(0, |window| window.len());
                let rows: Vec<usize> = rows.iter().enumerate().map(|(window, row)| window * length + row).collect();
                run_built(session, windows, &rows, shape, control)
            }
            Self::Built(_) | Self::Quantized(_) | Self::Exported(_) => {
                let row =
                    |(window, row): (&&[u32], &usize)| self.run(window, std::slice::from_ref(row), shape, control);
                Logits::concat(shape.columns, windows.iter().zip(rows).map(row))
            }
        }
    }
}

/// Runs windows of one length; `rows` count through all of them.
fn run_built(
    session: &Session,
    windows: &[&[u32]],
    rows: &[usize],
    shape: &Shape,
    control: &Control,
) -> Result<Logits> {
    let length = windows.first().map_or(0, |window| window.len());
    let ids: Vec<i64> = windows.iter().flat_map(|window| window.iter().map(|&id| i64::from(id))).collect();
    let positions: Vec<i64> =
        ids.chunks(length.max(1)).flat_map(|window| positions(window, shape.first_position as i64)).collect();
    let attention = [windows.len(), length, shape.hidden].map(|size| size as i64);
    let rows: Vec<i64> = rows.iter().map(|&row| row as i64).collect();
    let (tokens, picked) = ([ids.len()], [rows.len()]);
    let inputs: [(&str, &[usize], &[i64]); 4] = [
        (INPUT_IDS, &tokens, &ids),
        (POSITION_IDS, &tokens, &positions),
        (ATTENTION_SHAPE, &[3], &attention),
        (ROWS, &picked, &rows),
    ];
    let output = session.run(&inputs, LOGITS, control)?;
    Logits::new(shape.columns, output.data)
}

/// What every run of a model has in common.
pub(super) struct Shape {
    pub(super) columns: usize,
    /// Width of the encoder.
    pub(super) hidden: usize,
    pub(super) first_position: usize,
    pub(super) task: Task,
}

/// Rows of the position table. RoBERTa's start behind the padding id, which is a position too: that of every padding token,
/// and none of them is counted. Only raw ids hold any.
fn positions(ids: &[i64], first: i64) -> Vec<i64> {
    let mut next = first;
    ids.iter()
        .map(|&id| {
            if first > 0 && id == first - 1 {
                return id;
            }
            next += 1;
            next - 1
        })
        .collect()
}

/// All logits of an export's run.
struct Exported(Vec<f32>);

fn run_export(session: &Session, ids: &[u32], info: &Shape, control: &Control) -> Result<Exported> {
    let ids: Vec<i64> = ids.iter().map(|&id| i64::from(id)).collect();
    let positions = positions(&ids, info.first_position as i64);
    let (ones, zeros) = (vec![1; ids.len()], vec![0; ids.len()]);
    let shape = [1, ids.len()];
    let inputs: Vec<(&str, &[usize], &[i64])> = session
        .inputs()
        .iter()
        .map(|name| match name.as_str() {
            "attention_mask" => (name.as_str(), shape.as_slice(), ones.as_slice()),
            "token_type_ids" => (name.as_str(), shape.as_slice(), zeros.as_slice()),
            POSITION_IDS => (name.as_str(), shape.as_slice(), positions.as_slice()),
            _ => (name.as_str(), shape.as_slice(), ids.as_slice()),
        })
        .collect();
    let output = session.run(&inputs, LOGITS, control)?;
    let rows = if info.task == Task::SequenceClassification { 1 } else { ids.len() };
    if output.data.len() == rows * info.columns {
        return Ok(Exported(output.data));
    }
    let message = format!(
        "the exported graph gave logits of shape {:?} for {} tokens, where config.json asks for {} numbers each",
        output.shape,
        ids.len(),
        info.columns
    );
    Err(Error::new(ErrorCode::WeightsInvalid, message))
}

impl Exported {
    fn pick(self, rows: &[usize], info: &Shape) -> Result<Logits> {
        if info.task == Task::SequenceClassification {
            return Logits::new(info.columns, self.0);
        }
        let row = |&row: &usize| self.0.get(row * info.columns..(row + 1) * info.columns).unwrap_or_default();
        Logits::new(info.columns, rows.iter().flat_map(row).copied().collect())
    }
}

/// An export computes with what it was exported with.
fn check_precision_of_export(folder: &Path, precision: Precision) -> Result<()> {
    if precision != Precision::Int8 {
        return Ok(());
    }
    let message = format!(
        "{} holds only an ONNX export, which runs in the precision it was exported in; leave the precision out, or load \
         a folder with model.safetensors",
        folder.display()
    );
    Err(Error::new(ErrorCode::InvalidOption, message))
}

/// Whether a model is an ONNX export alone.
pub(super) fn is_export(files: &ModelFiles) -> bool {
    files.exists(ONNX_FILE) && !Checkpoint::exists(files)
}

/// The graph of a checkpoint but for the matrices that are still to be quantized, with its task: that of the
/// configuration, or else of the checkpoint's head.
pub(super) fn graph_of(
    checkpoint: &Checkpoint,
    weights: &Weights<'_>,
    config: &Config,
    dialect: Dialect,
) -> Result<(GraphBuilder, Task)> {
    let task = config.task.or_else(|| task_of(weights)).ok_or_else(|| no_head(checkpoint))?;
    let mut graph = GraphBuilder::new(dialect)?;
    let encoded = add_encoder(&mut graph, weights, config)?;
    add_head(&mut graph, weights, config, task, &encoded)?;
    Ok((graph, task))
}

fn no_head(checkpoint: &Checkpoint) -> Error {
    let message = format!(
        "{} holds an encoder without a head: it can neither fill masks nor label; use a checkpoint that was trained \
         for one of them",
        checkpoint.path()
    );
    Error::new(ErrorCode::ModelUnsupported, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_on_after_padding_in_roberta_and_through_it_in_bert() {
        assert_eq!(positions(&[0, 7, 1, 8, 2], 2), [2, 3, 1, 4, 5]);
        assert_eq!(positions(&[101, 7, 0, 8, 102], 0), [0, 1, 2, 3, 4]);
    }
}
