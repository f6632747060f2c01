//! The layout of torch before 1.6, and of `torch.save` without its zip: five pickles in a row (a magic number, the layout's
//! version, facts about the machine, the state dict, the keys of its storages), then each storage's count and numbers.

use std::collections::HashMap;
use std::ops::Range;

use super::super::{WeightsFile, shown};
use super::BIG_ENDIAN;
use super::pickle;
use super::value::{Pickle, Storage, Value};
use crate::error::Result;

const MAGIC: i128 = 0x1950_A86A_20F9_469C_FC6C;
const VERSION: i128 = 1001;

/// A file whose storages are all there.
pub(super) struct Legacy<'a> {
    /// The pickle that describes the tensors.
    pub(super) pickle: Pickle<'a>,
    /// Where in the file the numbers of each storage lie, by key.
    storages: HashMap<&'a str, Range<usize>>,
}

impl<'a> Legacy<'a> {
    pub(super) fn open(file: &'a WeightsFile) -> Result<Self> {
        let mut rest = Rest { file, start: 0 };
        rest.check_magic()?;
        rest.check_version()?;
        rest.check_byte_order()?;
        let pickle = rest.pickle()?;
        let storages = storages(&mut rest, &pickle)?;
        Ok(Self { pickle, storages })
    }

    /// Where in the file the numbers of the storage with that key lie, or `None` where there is none.
    pub(super) fn storage(&self, key: &str) -> Option<Range<usize>> {
        self.storages.get(key).cloned()
    }
}

/// What is still to be read of a file.
struct Rest<'a> {
    file: &'a WeightsFile,
    start: usize,
}

impl<'a> Rest<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.file.bytes.get(self.start..).unwrap_or_default()
    }

    fn pickle(&mut self) -> Result<Pickle<'a>> {
        let pickle = pickle::read(self.bytes()).map_err(|refusal| refusal.into_error(self.file))?;
        self.start += pickle.length;
        Ok(pickle)
    }

    fn check_magic(&mut self) -> Result<()> {
        match self.pickle()?.root() {
            Value::Integer(MAGIC) => Ok(()),
            _ => Err(self.file.invalid(
                "a pickle that torch.save did not write; save the model's state_dict() with torch.save, best as safetensors",
            )),
        }
    }

    fn check_version(&mut self) -> Result<()> {
        match self.pickle()?.root() {
            Value::Integer(VERSION) => Ok(()),
            _ => Err(self.file.invalid(format_args!(
                "its layout is not of the version {VERSION} that torch writes; load it with torch and save it as safetensors"
            ))),
        }
    }

    fn check_byte_order(&mut self) -> Result<()> {
        let facts = self.pickle()?;
        let Value::Dict(entries) = facts.root() else {
            return Err(self.file.invalid("its facts about the machine are no dictionary; download the file again"));
        };
        let mut facts = entries.iter().map(|&(key, value)| (facts.get(key), facts.get(value)));
        if facts.any(|fact| matches!(fact, (Value::Text("little_endian"), Value::Boolean(false)))) {
            return Err(self.file.invalid(BIG_ENDIAN));
        }
        Ok(())
    }

    /// The numbers of a storage, behind their count.
    fn storage(&mut self, storage: &Storage) -> Result<Range<usize>> {
        let (file, key) = (self.file, shown(storage.key));
        let cut = || file.invalid(format_args!("it is cut short in storage {key}; download it again"));
        let count = i64::from_le_bytes(*self.bytes().first_chunk().ok_or_else(cut)?);
        if usize::try_from(count) != Ok(storage.count) {
            return Err(file.invalid(format_args!(
                "storage {key} says that it holds {count} numbers, and its tensors that it holds {}; download it again",
                storage.count
            )));
        }
        let start = self.start + size_of::<u64>();
        let length = storage.count.checked_mul(storage.dtype.size());
        let end = length.and_then(|length| start.checked_add(length)).filter(|&end| end <= file.bytes.len());
        self.start = end.ok_or_else(cut)?;
        Ok(start..self.start)
    }
}

/// Finds the storages that `pickle` describes, in the order of the keys.
fn storages<'a>(rest: &mut Rest<'a>, pickle: &Pickle<'a>) -> Result<HashMap<&'a str, Range<usize>>> {
    let mut described = HashMap::new();
    for value in &pickle.values {
        if let Value::Storage(storage) = value {
            described.entry(storage.key).or_insert(storage);
        }
    }
    let (file, keys) = (rest.file, rest.pickle()?);
    let invalid = |what: &str| file.invalid(format_args!("its list of storages {what}; download the file again"));
    let Value::List(list) = keys.root() else {
        return Err(invalid("is not a list"));
    };
    let mut storages = HashMap::new();
    for &key in list {
        let Value::Text(key) = keys.get(key) else {
            return Err(invalid("holds a key that is not text"));
        };
        // Found once, each, so that no key is read twice.
        let storage = described
            .remove(key)
            .ok_or_else(|| invalid(&format!("names {}, which no tensor lies in, or names it twice", shown(key))))?;
        storages.insert(storage.key, rest.storage(storage)?);
    }
    Ok(storages)
}
