//! Handles that threads share: ids that look like pointers and are never dereferenced.
//!
//! A handle that was freed, or never was one, is found to be so instead of being followed. Freeing only takes the
//! registry's reference away: a call that is running holds its own, so the value lives until that call ends.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{PoisonError, RwLock};

use crate::error::{Error, ErrorCode, Result};

/// No valid address on 64-bit x86 or ARM has these top bits, so an id is never mistaken for a real pointer, nor a
/// real pointer for an id.
const TAG: usize = 0xCA1A << (usize::BITS - 16);

/// Ids are shared by all nouns, so that a cancel token passed as a model is caught too. Never reused.
static NEXT_ID: AtomicUsize = AtomicUsize::new(1);

/// The live handles of one noun. `T` is the value; the methods' `H` is the opaque type of the header.
pub(crate) struct Handles<T> {
    noun: &'static str,
    live: RwLock<BTreeMap<usize, T>>,
}

impl<T: Clone> Handles<T> {
    /// No handles. `noun` names them in messages.
    pub(crate) const fn new(noun: &'static str) -> Self {
        Self { noun, live: RwLock::new(BTreeMap::new()) }
    }

    /// Keeps `value` and returns its handle.
    pub(crate) fn add<H>(&self, value: T) -> *mut H {
        let id = TAG | NEXT_ID.fetch_add(1, Ordering::Relaxed);
        self.live.write().unwrap_or_else(PoisonError::into_inner).insert(id, value);
        std::ptr::without_provenance_mut(id)
    }

    /// A reference of its own to the handle's value.
    ///
    /// # Errors
    /// `InvalidArgument` for NULL, `InvalidHandle` for anything that is not a live handle of this noun.
    pub(crate) fn get<H>(&self, handle: *const H) -> Result<T> {
        if handle.is_null() {
            return Err(Error::new(ErrorCode::InvalidArgument, format!("the {} is NULL", self.noun)));
        }
        let live = self.live.read().unwrap_or_else(PoisonError::into_inner);
        live.get(&handle.addr()).cloned().ok_or_else(|| self.invalid())
    }

    /// Takes the registry's reference away. NULL is legal.
    ///
    /// # Errors
    /// `InvalidHandle` for anything that is neither NULL nor a live handle of this noun.
    pub(crate) fn remove<H>(&self, handle: *const H) -> Result<()> {
        if handle.is_null() {
            return Ok(());
        }
        // The value is dropped after the lock: a model's memory takes a while to free.
        let value = self.live.write().unwrap_or_else(PoisonError::into_inner).remove(&handle.addr());
        value.map(drop).ok_or_else(|| self.invalid())
    }

    fn invalid(&self) -> Error {
        let noun = self.noun;
        Error::new(
            ErrorCode::InvalidHandle,
            format!(
                "the {noun} was freed already or never came from this library; keep the {noun} until its last call"
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    struct Opaque;

    fn code<T>(result: Result<T>) -> Option<ErrorCode> {
        result.err().map(|error| error.code())
    }

    #[test]
    fn a_handle_gives_its_value_until_it_is_removed() {
        let handles = Handles::new("model");
        let handle: *mut Opaque = handles.add(5);
        assert_eq!(handles.get(handle).unwrap(), 5);
        handles.remove(handle).unwrap();
        assert_eq!(code(handles.get(handle)), Some(ErrorCode::InvalidHandle));
        assert_eq!(code(handles.remove(handle)), Some(ErrorCode::InvalidHandle));
    }

    #[test]
    fn a_value_in_use_outlives_its_handle() {
        let handles = Handles::new("model");
        let value = Arc::new(());
        let handle: *mut Opaque = handles.add(value.clone());
        let in_use = handles.get(handle).unwrap();
        handles.remove(handle).unwrap();
        assert_eq!(Arc::strong_count(&value), 2);
        drop(in_use);
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[test]
    fn a_new_handle_never_equals_a_freed_one() {
        let handles = Handles::new("model");
        let first: *mut Opaque = handles.add(1);
        handles.remove(first).unwrap();
        let second: *mut Opaque = handles.add(2);
        assert_ne!(first, second);
    }

    #[test]
    fn real_pointers_and_handles_of_another_noun_are_invalid() {
        let (models, cancels) = (Handles::new("model"), Handles::new("cancel token"));
        let _: *mut Opaque = models.add(1);
        let cancel: *mut Opaque = cancels.add(1);
        assert_eq!(code(models.get(cancel)), Some(ErrorCode::InvalidHandle));
        assert_eq!(code(models.get(&Opaque)), Some(ErrorCode::InvalidHandle));
    }

    #[test]
    fn null_is_an_invalid_argument_and_may_be_freed() {
        let handles = Handles::<i32>::new("model");
        assert_eq!(code(handles.get(std::ptr::null::<Opaque>())), Some(ErrorCode::InvalidArgument));
        handles.remove(std::ptr::null::<Opaque>()).unwrap();
    }
}
