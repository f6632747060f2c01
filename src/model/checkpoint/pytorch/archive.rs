//! The zip around a state dict: `NAME/data.pkl` and `NAME/data/KEY` for each storage.

use std::io::Cursor;
use std::ops::Range;

use zip::{CompressionMethod, ZipArchive};

use super::super::{WeightsFile, shown};
use super::BIG_ENDIAN;
use crate::error::{Error, Result};

/// The entries of the zip. Checksums are not verified: that would read all weights once more at every load.
pub(super) struct Archive<'a> {
    file: &'a WeightsFile,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The folder in which all entries lie.
    root: String,
}

impl<'a> Archive<'a> {
    pub(super) fn open(file: &'a WeightsFile) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(&*file.bytes)).map_err(|source| damaged(file, source))?;
        if zip.has_duplicate_names() {
            return Err(file.invalid("the zip holds two entries of one name; download the file again"));
        }
        let mut roots = zip.file_names_raw().filter_map(root_of_pickle);
        let (root, another) = (roots.next().map(str::to_owned), roots.next().is_some());
        drop(roots);
        let root = root.filter(|_| !another).ok_or_else(|| {
            file.invalid("the zip does not hold one data.pkl, so torch.save did not write it; download the file again")
        })?;
        let mut archive = Self { file, zip, root };
        archive.check_byte_order()?;
        Ok(archive)
    }

    /// The pickle that describes the tensors.
    pub(super) fn pickle(&mut self) -> Result<&'a [u8]> {
        Ok(self.bytes("data.pkl")?.unwrap_or_default())
    }

    /// Where in the file the numbers of the storage with that key lie, or `None` where there is none.
    pub(super) fn storage(&mut self, key: &str) -> Result<Option<Range<usize>>> {
        self.range(&format!("data/{key}"))
    }

    /// Where in the file the entry's bytes lie, or `None` where there is no such entry.
    fn range(&mut self, name: &str) -> Result<Option<Range<usize>>> {
        let file = self.file;
        let Some(index) = self.zip.index_for_name(&format!("{}/{name}", self.root)) else {
            return Ok(None);
        };
        let entry = self.zip.by_index_raw(index).map_err(|source| damaged(file, source))?;
        if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
            return Err(file.invalid(format_args!(
                "entry {} is compressed or encrypted, which torch.save never does; save it again with torch.save, or as \
                 safetensors",
                shown(name)
            )));
        }
        let start = entry.data_start().and_then(|start| usize::try_from(start).ok());
        let range = start.zip(usize::try_from(entry.size()).ok()).and_then(|(start, size)| {
            let end = start.checked_add(size)?;
            (end <= file.bytes.len()).then_some(start..end)
        });
        let beyond =
            || file.invalid(format_args!("entry {} reaches beyond the file's end; download it again", shown(name)));
        range.map(Some).ok_or_else(beyond)
    }

    fn bytes(&mut self, name: &str) -> Result<Option<&'a [u8]>> {
        let file = self.file;
        Ok(self.range(name)?.and_then(|range| file.bytes.get(range)))
    }

    /// Files of torch before 2.1 do not state the order; it is little-endian on every machine that runs torch today.
    fn check_byte_order(&mut self) -> Result<()> {
        match self.bytes("byteorder")? {
            None | Some(b"little") => Ok(()),
            Some(_) => Err(self.file.invalid(BIG_ENDIAN)),
        }
    }
}

/// `NAME` of `NAME/data.pkl`.
fn root_of_pickle(name: &[u8]) -> Option<&str> {
    let (root, rest) = std::str::from_utf8(name).ok()?.split_once('/')?;
    (rest == "data.pkl").then_some(root)
}

fn damaged(file: &WeightsFile, source: zip::result::ZipError) -> Error {
    file.invalid(format_args!("the zip is cut short or damaged ({source}); download the file again"))
        .with_source(source)
}
