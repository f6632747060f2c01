//! Tensors and storages, out of the values by which torch describes them.

use std::ops::Range;

use super::super::reader::Refusal;
use super::super::value::{Global, Id, Storage, Value, View};
use super::Machine;

/// More dimensions than any weight has; bounds what shapes cost that are named many times.
const MOST_DIMENSIONS: usize = 16;

impl<'a> Machine<'a> {
    /// The tensor that a call of torch's makes of these arguments.
    pub(super) fn view(&self, storage: Id, offset: Id, shape: Id, strides: Id) -> Result<View<'a>, Refusal> {
        let Some(Value::Storage(storage)) = self.values.get(storage) else {
            return Err(Refusal::damaged("holds a tensor without a storage"));
        };
        let (shape, strides) = (self.sizes(shape)?, self.sizes(strides)?);
        if shape.len() != strides.len() {
            return Err(Refusal::damaged("holds a tensor whose strides do not match its shape"));
        }
        Ok(View { storage: storage.clone(), offset: self.size(offset)?, shape, strides })
    }

    fn sizes(&self, id: Id) -> Result<Vec<usize>, Refusal> {
        match self.values.get(id) {
            Some(Value::Tuple(sizes)) if sizes.len() <= MOST_DIMENSIONS => {
                sizes.iter().map(|&id| self.size(id)).collect()
            }
            _ => Err(Refusal::damaged(format!("holds a tensor whose shape is not a tuple of up to {MOST_DIMENSIONS}"))),
        }
    }

    fn size(&self, id: Id) -> Result<usize, Refusal> {
        match self.values.get(id) {
            Some(&Value::Integer(size)) => usize::try_from(size).ok(),
            _ => None,
        }
        .ok_or_else(|| {
            Refusal::damaged("holds a tensor whose offset, shape or strides are not positive integers of 64 bits")
        })
    }

    /// The persistent id by which torch refers to a storage: `("storage", type, key, device, count)`, in the older layout
    /// also the part of it that is meant, or None.
    pub(super) fn storage(&mut self) -> Result<Storage<'a>, Refusal> {
        let id = self.pop()?;
        let Some(Value::Tuple(ids)) = self.values.get(id) else {
            return Err(no_storage());
        };
        // One more than there may be, however many a hostile one has.
        let parts: Vec<_> = ids.iter().take(7).map(|&id| self.values.get(id)).collect();
        let &[
            Some(Value::Text("storage")),
            Some(&Value::Global(Global::StorageType(dtype))),
            Some(&Value::Text(key)),
            _,
            Some(&Value::Integer(count)),
            ref part @ ..,
        ] = parts.as_slice()
        else {
            return Err(no_storage());
        };
        let count = usize::try_from(count)
            .map_err(|_| Refusal::damaged("holds a storage whose size is not a positive integer of 64 bits"))?;
        let part = match part {
            [] | [Some(Value::Other)] => 0..count,
            [Some(Value::Tuple(part))] => self.part(part, count)?,
            _ => return Err(no_storage()),
        };
        Ok(Storage { dtype, key, count, part })
    }

    /// A part of a storage of that many numbers: `(key, offset, count)`.
    fn part(&self, part: &[Id], count: usize) -> Result<Range<usize>, Refusal> {
        let &[_, offset, length] = part else {
            return Err(no_storage());
        };
        let (start, length) = (self.size(offset)?, self.size(length)?);
        let end = start.checked_add(length).filter(|&end| end <= count);
        end.map(|end| start..end).ok_or_else(|| Refusal::damaged("holds a part of a storage that reaches beyond it"))
    }
}

fn no_storage() -> Refusal {
    Refusal::damaged("refers to something other than a storage")
}
