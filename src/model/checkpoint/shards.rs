//! Checkpoints in several files: an index says which file holds which tensor.

use std::collections::{BTreeMap, btree_map};
use std::sync::Arc;

use serde::Deserialize;

use super::{Format, Tensors, WeightsFile, shown};
use crate::error::{Error, ErrorCode, Result};
use crate::model::files::ModelFiles;

#[derive(Deserialize)]
struct Index {
    /// File of each tensor.
    weight_map: BTreeMap<String, String>,
}

/// Reads the tensors that the index lists, each from the file that the index names, and the files.
pub(super) fn read(
    files: &ModelFiles,
    index_file: &WeightsFile,
    format: Format,
) -> Result<(Vec<Arc<WeightsFile>>, Tensors)> {
    let index: Index = serde_json::from_slice(&index_file.bytes).map_err(|source| {
        let what = format!("the index of the shards does not parse ({source}); download the file again");
        index_file.invalid(what).with_source(source)
    })?;
    let mut shards = BTreeMap::new();
    let mut tensors = Tensors::new();
    for (name, shard_name) in index.weight_map {
        let (_, shard) = match shards.entry(shard_name) {
            btree_map::Entry::Occupied(shard) => shard.into_mut(),
            btree_map::Entry::Vacant(slot) => {
                let shard = read_shard(files, index_file, format, slot.key())?;
                slot.insert(shard)
            }
        };
        let (name, stored) = shard.remove_entry(name.as_str()).ok_or_else(|| {
            index_file.invalid(format_args!("tensor {} is not in the shard named for it", shown(&name)))
        })?;
        tensors.insert(name, stored);
    }
    Ok((shards.into_values().map(|(file, _)| file).collect(), tensors))
}

fn read_shard(
    files: &ModelFiles,
    index_file: &WeightsFile,
    format: Format,
    name: &str,
) -> Result<(Arc<WeightsFile>, Tensors)> {
    let file = WeightsFile::open(files, name)?.ok_or_else(|| {
        let message = format!("{}: shard {} is not there; download it", index_file.path, shown(name));
        Error::new(ErrorCode::WeightsMissing, message)
    })?;
    let tensors = format.read(&file)?;
    Ok((file, tensors))
}
