//! Out-parameters: NULL after a failure, a value the caller owns after a success.

use crate::error::{Error, ErrorCode, Result};

/// An out-parameter for a pointer, set to NULL from the start.
pub(super) struct Out<T> {
    place: *mut *mut T,
}

impl<T> Out<T> {
    /// Clears `*place`.
    ///
    /// # Errors
    /// `InvalidArgument` if `place` is NULL.
    ///
    /// # Safety
    /// `place` is NULL or writable until the call ends.
    pub(super) unsafe fn new(place: *mut *mut T) -> Result<Self> {
        if place.is_null() {
            return Err(Error::new(ErrorCode::InvalidArgument, "the pointer that receives the result is NULL"));
        }
        // SAFETY: not NULL, and writable by the caller's promise.
        unsafe { write(place, std::ptr::null_mut()) };
        Ok(Self { place })
    }

    /// Hands `value` to the caller.
    pub(super) fn put(self, value: T) -> Result<()> {
        self.put_pointer(Box::into_raw(Box::new(value)))
    }

    /// Hands a pointer (a handle) to the caller.
    pub(super) fn put_pointer(self, pointer: *mut T) -> Result<()> {
        // SAFETY: `new` was promised that the place stays writable until the call ends.
        unsafe { write(self.place, pointer) };
        Ok(())
    }
}

/// Writes `value` to `place` unless that is NULL.
///
/// # Safety
/// `place` is NULL or writable.
pub(super) unsafe fn write<T>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: not NULL, and writable by the caller's promise.
        unsafe { place.write(value) };
    }
}

/// The start of a slice and, through `count`, its length; NULL and 0 where there is none or it is empty.
///
/// # Safety
/// `count` is NULL or writable.
pub(super) unsafe fn array<T>(slice: Option<&[T]>, count: *mut usize) -> *const T {
    let slice = slice.filter(|slice| !slice.is_empty());
    // SAFETY: the caller's promise.
    unsafe { write(count, slice.map_or(0, <[T]>::len)) };
    slice.map_or(std::ptr::null(), <[T]>::as_ptr)
}

/// Frees what [`Out::put`] handed out. NULL is legal.
///
/// # Safety
/// `pointer` is NULL, or came from `Out::put` and was not freed.
pub(super) unsafe fn free<T>(pointer: *mut T) {
    if !pointer.is_null() {
        // SAFETY: not NULL, so a box of ours that is still alive, by the caller's promise.
        drop(unsafe { Box::from_raw(pointer) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn an_out_parameter_is_null_until_a_value_is_put() {
        let mut place: *mut i32 = ptr::dangling_mut();
        // SAFETY: a local variable.
        let out = unsafe { Out::new(&mut place) }.unwrap();
        assert!(place.is_null());
        out.put(5).unwrap();
        // SAFETY: put has just made it.
        assert_eq!(unsafe { *place }, 5);
        // SAFETY: as above, freed once.
        unsafe { free(place) };
    }

    #[test]
    fn a_null_out_parameter_is_an_invalid_argument() {
        // SAFETY: NULL is allowed.
        let refused = unsafe { Out::<i32>::new(ptr::null_mut()) };
        assert_eq!(refused.err().map(|error| error.code()), Some(ErrorCode::InvalidArgument));
    }

    #[test]
    fn an_empty_array_is_null_and_zero() {
        let mut count = 9;
        // SAFETY: a local variable.
        assert!(unsafe { array::<u8>(Some(&[]), &mut count) }.is_null());
        assert_eq!(count, 0);
    }
}
