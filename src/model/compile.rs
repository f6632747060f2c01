//! Compiling: a model's folder written in the layout that a load wants, with a manifest of what is in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use safetensors::tensor::{Dtype, View, serialize_to_file};

use super::checkpoint::Checkpoint;
use super::config::Config;
use super::engine::{graph_of, is_export};
use super::files::ModelFiles;
use super::manifest::{self, FileEntry, Manifest};
use super::weights::{CompiledTensor, Weights};
use super::{Model, ModelOptions, Precision, check_threads};
use crate::error::{Error, ErrorCode, Result};
use crate::runtime::{self, Dialect, Numbers};
use crate::tokenizer::TokenizerFiles;

const WEIGHTS: &str = "model.safetensors";

/// Options of a compilation.
#[derive(Debug, Clone)]
pub struct CompileOptions {
    /// What the folder is compiled for: `F32`, or `Int8`, whose weights are then stored as 8-bit numbers.
    pub precision: Precision,
    /// Threads, as in [`ModelOptions::threads`].
    pub threads: Option<usize>,
    /// Where ONNX Runtime lies, as in [`ModelOptions::runtime_path`].
    pub runtime_path: Option<PathBuf>,
}

/// Writes the model of the folder `source` to the folder `out`, which loads faster and into less memory.
///
/// The new folder holds the weights as a load wants them (`model.safetensors`), `config.json`, the tokenizer's files, and
/// `cajal.json`: format, versions, source, precision, and size and SHA-256 hash of every file. It is loaded like any other
/// folder, and answers to the bit as the source in the same precision does. `out` must not exist, or be empty; it
/// appears whole, after it was loaded once to see that it works, or not at all. What a killed compilation left beside
/// `out` (`.NAME.PID.part`) is removed by the next one to the same `out`, on Unix.
///
/// Thread safety: may be called from any thread.
///
/// # Errors
/// Those of [`Model::load`]; [`InvalidOption`](ErrorCode::InvalidOption) for another precision, a source that is compiled
/// already or an ONNX export; [`Io`](ErrorCode::Io) if `out` is not empty or cannot be written.
pub fn compile(source: impl AsRef<Path>, out: impl AsRef<Path>, options: &CompileOptions) -> Result<()> {
    let (source, out) = (source.as_ref(), out.as_ref());
    check_options(source, options)?;
    check_empty(out)?;
    let threads = check_threads(options.threads)?;
    let runtime = runtime::load(options.runtime_path.as_deref())?.version;
    let files = ModelFiles::Folder(source.to_path_buf());
    let config = Config::load(&files)?;
    let checkpoint = Checkpoint::open(&files)?;
    let tensors = tensors(&checkpoint, &config, options.precision, threads)?;
    let mut manifest = Manifest::new(runtime, name_of(source), options.precision);
    manifest.weights_type = checkpoint.weights_type().to_owned();
    manifest.parameters = checkpoint.parameters();
    let draft = Draft::new(out)?;
    write_weights(&draft.folder.join(WEIGHTS), tensors)?;
    copy_others(&files, &draft.folder)?;
    share(&draft.folder)?;
    write_manifest(&draft.folder, manifest)?;
    let check = ModelOptions { threads: Some(1), verify: super::Verify::Strict, ..ModelOptions::default() };
    Model::load(&draft.folder, &check)?;
    draft.publish(out)
}

fn check_options(source: &Path, options: &CompileOptions) -> Result<()> {
    let invalid = |what: String| Err(Error::new(ErrorCode::InvalidOption, what));
    if !matches!(options.precision, Precision::F32 | Precision::Int8) {
        return invalid(format!("a folder is compiled for f32 or int8, not for {}", options.precision.name()));
    }
    let files = ModelFiles::Folder(source.to_path_buf());
    if files.exists(manifest::FILE) {
        return invalid(format!("{} is compiled already; give the folder that it was compiled from", source.display()));
    }
    if is_export(&files) {
        return invalid(format!(
            "{} holds only an ONNX export; give a folder with model.safetensors",
            source.display()
        ));
    }
    Ok(())
}

fn check_empty(out: &Path) -> Result<()> {
    match fs::read_dir(out).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => {
            let message = format!("{} is not empty; give a folder that does not exist", out.display());
            Err(Error::new(ErrorCode::Io, message))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(cannot_write(out, error)),
    }
}

/// The tensors that a graph of the model holds, as a load wants them.
fn tensors(
    checkpoint: &Checkpoint,
    config: &Config,
    precision: Precision,
    threads: usize,
) -> Result<BTreeMap<String, CompiledTensor>> {
    let weights = Weights::new(checkpoint, config, precision)?;
    // The graph itself is thrown away: building it tells what it is made of.
    graph_of(checkpoint, &weights, config, Dialect::Fused)?;
    weights.compiled(threads)
}

impl View for CompiledTensor {
    fn dtype(&self) -> Dtype {
        match self.weight.numbers() {
            Numbers::Floats(_) => Dtype::F32,
            Numbers::Bytes(_) => Dtype::I8,
        }
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        match self.weight.numbers() {
            Numbers::Floats(floats) => floats.iter().flat_map(|float| float.to_le_bytes()).collect(),
            Numbers::Bytes(bytes) => Cow::Borrowed(zerocopy::IntoBytes::as_bytes(bytes)),
        }
    }

    fn data_len(&self) -> usize {
        self.weight.numbers().size()
    }
}

fn write_weights(path: &Path, tensors: BTreeMap<String, CompiledTensor>) -> Result<()> {
    let metadata = [("format".to_owned(), "pt".to_owned())].into();
    serialize_to_file(tensors, Some(metadata), path).map_err(|error| {
        Error::new(ErrorCode::Io, format!("cannot write {}: {error}", path.display())).with_source(error)
    })
}

/// Copies the configuration and what the tokenizer reads.
fn copy_others(files: &ModelFiles, folder: &Path) -> Result<()> {
    let copy = |name: &str| {
        let bytes = files.open(name)?;
        if let Some(bytes) = &bytes {
            let path = folder.join(name);
            fs::write(&path, &**bytes).map_err(|error| cannot_write(&path, error))?;
        }
        Ok(bytes.map(|bytes| bytes.to_vec()))
    };
    copy("config.json")?;
    TokenizerFiles::read(&files.source(), copy).map(drop)
}

/// Lets everybody read the weights who may read the configuration: they are written for their owner alone.
fn share(folder: &Path) -> Result<()> {
    let weights = folder.join(WEIGHTS);
    fs::metadata(folder.join("config.json"))
        .and_then(|metadata| fs::set_permissions(&weights, metadata.permissions()))
        .map_err(|error| cannot_write(&weights, error))
}

/// Enters every file of the folder into the manifest, and puts it beside them.
fn write_manifest(folder: &Path, mut manifest: Manifest) -> Result<()> {
    let files = ModelFiles::Folder(folder.to_path_buf());
    for name in files.names()? {
        sync(&folder.join(&name))?;
        if let Some(bytes) = files.open(&name)? {
            manifest.files.insert(name, FileEntry::of(&bytes));
        }
    }
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| Error::new(ErrorCode::Internal, "the manifest cannot be written").with_source(error))?;
    let path = folder.join(manifest::FILE);
    fs::write(&path, text + "\n").map_err(|error| cannot_write(&path, error))?;
    sync(&path)
}

/// Has a file's contents on the disk before the folder gets its name.
fn sync(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| cannot_write(path, error))
}

/// A folder beside the one to be written. Dropped, it is gone; where its process was killed, the next one for the same
/// folder removes it.
struct Draft {
    folder: PathBuf,
    /// Held while the folder is worked in: the system takes it back from a process that ends, however it ends.
    _lock: Option<File>,
}

impl Draft {
    fn new(out: &Path) -> Result<Self> {
        let out = std::path::absolute(out).map_err(|error| cannot_write(out, error))?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(Error::new(ErrorCode::InvalidArgument, "the folder to write to has no name"));
        };
        let prefix = format!(".{}.", name.to_string_lossy());
        let folder = parent.join(format!("{prefix}{}.part", std::process::id()));
        fs::create_dir_all(parent).map_err(|error| cannot_write(parent, error))?;
        remove_abandoned(parent, &prefix);
        fs::create_dir(&folder).map_err(|error| cannot_write(&folder, error))?;
        let lock = lock(&folder);
        Ok(Self { folder, _lock: lock })
    }

    /// Gives the folder its name.
    fn publish(self, out: &Path) -> Result<()> {
        // An empty folder in its place is in the way on some systems; where there is none, that shows in the next step.
        fs::remove_dir(out).unwrap_or_default();
        fs::rename(&self.folder, out).map_err(|error| cannot_write(out, error))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After it was published there is nothing under this name.
        fs::remove_dir_all(&self.folder).unwrap_or_default();
    }
}

/// Removes the drafts of this prefix that no process works in any more. One that cannot be removed is in nobody's way.
fn remove_abandoned(parent: &Path, prefix: &str) {
    let is_draft = |name: &str| {
        let number = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(".part"));
        number.is_some_and(|number| number.parse::<u32>().is_ok())
    };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        if is_draft(&entry.file_name().to_string_lossy()) && lock(&entry.path()).is_some() {
            fs::remove_dir_all(entry.path()).unwrap_or_default();
        }
    }
}

/// The lock of a folder, unless another has it or folders have none here (Windows).
fn lock(folder: &Path) -> Option<File> {
    let open = File::open(folder).ok()?;
    open.try_lock().ok().map(|()| open)
}

/// The last part of the folder's path, which tells nothing about the machine.
fn name_of(source: &Path) -> String {
    let name =
        source.canonicalize().ok().and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()));
    name.unwrap_or_default()
}

fn cannot_write(path: &Path, error: io::Error) -> Error {
    Error::io(format_args!("cannot write {}", path.display()), error)
}
