//! `pytorch_model.bin` as torch ≥ 1.6 writes it: a zip of a pickled state dict and the numbers, uncompressed.
//!
//! A pickle is a program that builds objects by calling what it names. This one is only read: `pickle` accepts the few
//! names and opcodes of which state dicts consist, and refuses everything else without calling anything.

mod archive;
mod pickle;
mod reader;
mod state_dict;
#[cfg(test)]
mod tests;
mod value;

use std::sync::Arc;

use self::archive::Archive;
use super::{Tensors, WeightsFile};
use crate::error::Result;

/// Reads the pickle and looks up every tensor's bytes. The numbers are not touched.
pub(super) fn read(file: &Arc<WeightsFile>) -> Result<Tensors> {
    let mut archive = Archive::open(file)?;
    let pickle = pickle::read(archive.pickle()?).map_err(|refusal| refusal.into_error(file))?;
    state_dict::tensors(file, &mut archive, &pickle)
}
