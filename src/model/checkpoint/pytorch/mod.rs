//! `pytorch_model.bin` as torch writes it: a pickled state dict and the numbers, in a zip or, before torch 1.6, in a row.
//!
//! A pickle is a program that builds objects by calling what it names. This one is only read: `pickle` accepts the few
//! names and opcodes of which state dicts consist, and refuses everything else without calling anything.

mod archive;
mod legacy;
mod pickle;
mod reader;
mod state_dict;
#[cfg(test)]
mod tests;
mod value;

use std::sync::Arc;

use self::archive::Archive;
use self::legacy::Legacy;
use super::{Tensors, WeightsFile};
use crate::error::Result;

/// What is wrong with a file of a machine of the other byte order.
const BIG_ENDIAN: &str =
    "its numbers are big-endian, which is not read here; load it with torch and save it as safetensors";

/// Reads the pickle and looks up every tensor's bytes. The numbers are not touched.
pub(super) fn read(file: &Arc<WeightsFile>) -> Result<Tensors> {
    match &*file.bytes {
        [b'P', b'K', ..] => {
            let mut archive = Archive::open(file)?;
            let pickle = pickle::read(archive.pickle()?).map_err(|refusal| refusal.into_error(file))?;
            state_dict::tensors(file, &pickle, |key| archive.storage(key))
        }
        // PROTO, with which a pickle begins.
        [0x80, ..] => {
            let legacy = Legacy::open(file)?;
            state_dict::tensors(file, &legacy.pickle, |key| Ok(legacy.storage(key)))
        }
        _ => Err(file.invalid(unknown(&file.bytes))),
    }
}

fn unknown(bytes: &[u8]) -> &'static str {
    /// Where a tar file has the name of its format.
    const TAR: (usize, &[u8]) = (257, b"ustar");
    if bytes.get(TAR.0..).is_some_and(|rest| rest.starts_with(TAR.1)) {
        "a tar file, as torch before 0.1.10 wrote it, which is not read here; load it with torch, where you trust it, and \
         save it as safetensors"
    } else {
        "not a file that torch.save wrote; download it again"
    }
}
