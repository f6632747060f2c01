//! A session with the names and shapes of its inputs: graphs built here, and ONNX exports.

use std::fs;
use std::path::{Path, PathBuf};

use super::Task;
use super::attention::{Attention, Layout};
use super::checkpoint::{Checkpoint, EXPORTS};
use super::config::Config;
use super::encoder::{INPUT_IDS, POSITION_IDS, add_encoder};
use super::files::ModelFiles;
use super::head::{LOGITS, ROWS, add_head, task_of};
use super::logits::Logits;
use super::precision::Precision;
use super::weights::Weights;
use crate::control::Control;
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{Dialect, GraphBuilder, GraphInput, NodeCount, Session, SessionOptions};

/// What runs windows.
pub(super) enum Engine {
    /// A graph built from a checkpoint: it takes the rows that logits are asked for.
    Built(Built),
    /// An ONNX export: it gives logits for every position.
    Exported(Session),
}

/// A session of a graph built here.
pub(super) struct Built {
    session: Session,
    joins: Joins,
}

/// How many windows go into a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joins {
    /// One.
    One,
    /// As many as are asked for, of one length.
    OneLength,
    /// As many as are asked for; with that many tokens they are as fast as they get.
    Any { tokens: usize },
}

/// One window of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// Token ids with the special ones around, no more than the model takes.
    pub(crate) ids: &'a [u32],
    /// The positions in them that logits are wanted for.
    pub(crate) rows: &'a [usize],
}

/// An engine with the facts that only loading it tells.
pub(super) struct LoadedEngine {
    pub(super) engine: Engine,
    pub(super) task: Task,
    pub(super) format: &'static str,
    pub(super) weights_type: String,
    pub(super) parameters: u64,
    pub(super) weights_bytes: u64,
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
        let Some(export) = export_of(files) else {
            return Self::build(files, config, precision, options);
        };
        check_precision_of_export(&export, precision)?;
        Self::open_export(export, config, options)
    }

    fn build(files: &ModelFiles, config: &Config, precision: Precision, options: &SessionOptions) -> Result<Self> {
        let checkpoint = Checkpoint::open(files)?;
        let precision = precision.on(&options.placement);
        let weights = Weights::new(&checkpoint, config, precision)?;
        let dialect = Dialect::of(&options.placement);
        let Graph { mut builder, task, attention } = graph_of(&checkpoint, &weights, config, dialect)?;
        weights.add_queued(&mut builder, options.threads)?;
        let weights_bytes = builder.weights_bytes() as u64;
        let inputs = [INPUT_IDS, POSITION_IDS, ROWS].map(|name| GraphInput { name, length: None });
        let inputs: Vec<GraphInput> = inputs.into_iter().chain(attention.inputs()).collect();
        let session = builder.finish(&inputs, LOGITS, options)?;
        let joins = match attention {
            Attention::OfAnyLength => Joins::Any { tokens: options.placement.tokens_of_a_run() },
            // All numbers of a run share the scales of 8 bits, and providers of ONNX's own operators round as they like.
            Attention::OfOneLength if weights.is_quantized() || dialect == Dialect::Plain => Joins::One,
            Attention::OfOneLength => Joins::OneLength,
        };
        // What the session repacked is not read from the files again.
        checkpoint.release_pages();
        Ok(Self {
            engine: Engine::Built(Built { session, joins }),
            task,
            format: checkpoint.format(),
            weights_type: checkpoint.weights_type().to_string(),
            parameters: checkpoint.parameters(),
            weights_bytes,
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
            weights_bytes: bytes_of_export(&path),
            precision: "exported",
        })
    }
}

/// The size of an export with the data beside it, as far as the system tells it.
fn bytes_of_export(path: &Path) -> u64 {
    let Some(Ok(entries)) = path.parent().map(fs::read_dir) else { return 0 };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let files = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(&*name));
    files.filter_map(|entry| fs::metadata(entry.path()).ok()).map(|metadata| metadata.len()).sum()
}

/// Inputs of an export that can be filled in.
const EXPORT_INPUTS: [&str; 4] = [INPUT_IDS, "attention_mask", "token_type_ids", POSITION_IDS];

impl Engine {
    /// How many nodes of its graph run where.
    pub(super) fn nodes(&self) -> &[NodeCount] {
        match self {
            Self::Built(built) => built.session.nodes(),
            Self::Exported(session) => session.nodes(),
        }
    }

    /// See [`Model::tokens_of_a_run`](super::Model::tokens_of_a_run).
    pub(super) fn tokens_of_a_run(&self) -> Option<usize> {
        match self {
            Self::Built(Built { joins: Joins::Any { tokens }, .. }) => Some(*tokens),
            _ => None,
        }
    }

    /// The logits of the rows of all windows, in order: in one run where the engine can.
    pub(super) fn run(&self, windows: &[Input<'_>], shape: &Shape, control: &Control) -> Result<Logits> {
        match self {
            Self::Built(built) if built.takes(windows) => built.run(windows, shape, control),
            Self::Built(built) => {
                let alone = windows.iter().map(|window| built.run(std::slice::from_ref(window), shape, control));
                Logits::concat(shape.columns, alone)
            }
            Self::Exported(session) => {
                let alone = windows
                    .iter()
                    .map(|window| run_export(session, window.ids, shape, control)?.pick(window.rows, shape));
                Logits::concat(shape.columns, alone)
            }
        }
    }
}

impl Joins {
    /// What the graph was built with.
    fn attention(self) -> Attention {
        match self {
            Self::One | Self::OneLength => Attention::OfOneLength,
            Self::Any { .. } => Attention::OfAnyLength,
        }
    }
}

impl Built {
    fn takes(&self, windows: &[Input<'_>]) -> bool {
        match self.joins {
            Joins::One => windows.len() == 1,
            Joins::OneLength => windows.windows(2).all(|pair| pair[0].ids.len() == pair[1].ids.len()),
            Joins::Any { .. } => true,
        }
    }

    fn run(&self, windows: &[Input<'_>], shape: &Shape, control: &Control) -> Result<Logits> {
        let (mut ids, mut positioned, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for window in windows {
            rows.extend(window.rows.iter().map(|&row| (ids.len() + row) as i64));
            let start = ids.len();
            ids.extend(window.ids.iter().map(|&id| i64::from(id)));
            positioned.extend(positions(&ids[start..], shape.first_position as i64));
        }
        let lengths: Vec<usize> = windows.iter().map(|window| window.ids.len()).collect();
        let layout = Layout::new(self.joins.attention(), &lengths, shape.hidden);
        let (tokens, picked) = ([ids.len()], [rows.len()]);
        let layout = layout.inputs();
        let mut inputs: Vec<(&str, &[usize], &[i64])> =
            vec![(INPUT_IDS, &tokens, &ids), (POSITION_IDS, &tokens, &positioned), (ROWS, &picked, &rows)];
        inputs.extend(layout.iter().map(|(name, shape, numbers)| (*name, &shape[..], *numbers)));
        let output = self.session.run(&inputs, LOGITS, control)?;
        Logits::new(shape.columns, output.data)
    }
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
fn check_precision_of_export(export: &Path, precision: Precision) -> Result<()> {
    if !matches!(precision, Precision::Int8 | Precision::F16) {
        return Ok(());
    }
    let message = format!(
        "{} is an ONNX export, the only weights there are, and runs in the precision it was exported in; leave the \
         precision out, or load a folder with model.safetensors",
        export.display()
    );
    Err(Error::new(ErrorCode::InvalidOption, message))
}

/// Whether a model is an ONNX export alone.
pub(super) fn is_export(files: &ModelFiles) -> bool {
    export_of(files).is_some()
}

/// The ONNX export of a folder without other weights.
fn export_of(files: &ModelFiles) -> Option<PathBuf> {
    match files {
        ModelFiles::Folder(folder) if !Checkpoint::exists(files) => {
            EXPORTS.iter().map(|name| folder.join(name)).find(|path| path.is_file())
        }
        _ => None,
    }
}

/// The graph of a checkpoint, but for the matrices that are still to be quantized.
pub(super) struct Graph {
    builder: GraphBuilder,
    /// That of the configuration, or else of the checkpoint's head.
    task: Task,
    attention: Attention,
}

/// Builds it with the operators of a dialect.
///
/// # Errors
/// Those of the weights; [`ModelUnsupported`](ErrorCode::ModelUnsupported) for a checkpoint without a head.
pub(super) fn graph_of(
    checkpoint: &Checkpoint,
    weights: &Weights<'_>,
    config: &Config,
    dialect: Dialect,
) -> Result<Graph> {
    let task = config.task.or_else(|| task_of(weights, config.family)).ok_or_else(|| no_head(checkpoint))?;
    let attention = Attention::of(task);
    let mut builder = GraphBuilder::new(dialect, weights.floats())?;
    let encoded = add_encoder(&mut builder, weights, config, attention)?;
    add_head(&mut builder, weights, config, task, &encoded)?;
    Ok(Graph { builder, task, attention })
}

fn no_head(checkpoint: &Checkpoint) -> Error {
    let message = format!(
        "{} holds an encoder without a head that its names tell: it can neither fill masks nor label; use a checkpoint \
         that was trained for one of them, or name its class in architectures of config.json",
        checkpoint.path()
    );
    Error::new(ErrorCode::ModelUnsupported, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Model, ModelOptions};

    #[test]
    fn positions_count_on_after_padding_in_roberta_and_through_it_in_bert() {
        assert_eq!(positions(&[0, 7, 1, 8, 2], 2), [2, 3, 1, 4, 5]);
        assert_eq!(positions(&[101, 7, 0, 8, 102], 0), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn windows_of_all_lengths_in_one_run_have_the_logits_that_each_has_alone() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/models/clinical-es-mini-pharmaconer");
        // On 8 bits, windows of a run share scales, which are a little coarser then.
        for (precision, nearly) in [(Precision::F32, 1e-5), (Precision::Int8, 0.25)] {
            let options = ModelOptions { precision: Some(precision), ..ModelOptions::default() };
            let model = Model::load(folder, &options).unwrap();
            let ids: Vec<Vec<u32>> =
                [3_u32, 48, 7, 130, 1].map(|length| (0..length).map(|at| 10 + at * 37 % 900).collect()).into();
            let rows: Vec<Vec<usize>> = ids.iter().map(|ids| (0..ids.len()).rev().step_by(2).collect()).collect();
            let windows: Vec<Input<'_>> = ids.iter().zip(&rows).map(|(ids, rows)| Input { ids, rows }).collect();
            let together = model.logits_of_windows(&windows, &Control::new()).unwrap();
            let alone: Vec<f32> = windows
                .iter()
                .flat_map(|window| {
                    let logits = model.logits(window.ids, window.rows, &Control::new()).unwrap();
                    logits.rows().flatten().copied().collect::<Vec<_>>()
                })
                .collect();
            let together: Vec<f32> = together.rows().flatten().copied().collect();
            assert_eq!(together.len(), alone.len());
            let furthest = together.iter().zip(&alone).map(|(one, other)| (one - other).abs()).fold(0.0, f32::max);
            assert!(furthest <= nearly, "{precision:?}: {furthest}");
        }
    }
}
