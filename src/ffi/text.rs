//! Strings across the ABI: UTF-8 and UTF-16 in, NUL-terminated UTF-8 with its length out.

use std::ffi::c_char;

use encoding_rs::mem::convert_utf16_to_str;

use super::out::write;
use crate::error::{Error, ErrorCode, Result};
use crate::text::Document;

/// The UTF-8 string at `start`; `what` names the argument in messages. NULL with length 0 is the empty string.
///
/// # Errors
/// `InvalidArgument` for NULL with a length or an impossible length, `InvalidUtf8` with the byte's position.
///
/// # Safety
/// `start` is NULL or points to `length` readable bytes, unchanged for `'a`.
pub(super) unsafe fn utf8<'a>(start: *const c_char, length: usize, what: &str) -> Result<&'a str> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice(start.cast::<u8>(), length, what) }?;
    std::str::from_utf8(bytes).map_err(|error| {
        Error::new(
            ErrorCode::InvalidUtf8,
            format!("the {what} is not valid UTF-8 at byte {}; convert it before the call", error.valid_up_to()),
        )
    })
}

/// The document whose UTF-8 stands at `start`.
///
/// # Errors, Safety
/// As for [`utf8`].
pub(super) unsafe fn document(start: *const c_char, length: usize) -> Result<Document> {
    // SAFETY: the caller's promise.
    unsafe { utf8(start, length, "text") }.map(Document::new)
}

/// The document whose UTF-16 stands at `start`. A lone surrogate becomes U+FFFD, which also takes one unit: UTF-16
/// offsets do not shift.
///
/// # Errors
/// `InvalidArgument` for NULL with a length, an impossible length, or an odd address.
///
/// # Safety
/// `start` is NULL or points to `length` readable units, unchanged during the call.
pub(super) unsafe fn document_utf16(start: *const u16, length: usize) -> Result<Document> {
    // SAFETY: the caller's promise.
    let units = unsafe { slice(start, length, "text") }?;
    Ok(document_of_units(units))
}

/// The document that UTF-16 code units spell. A lone surrogate becomes U+FFFD.
pub(crate) fn document_of_units(units: &[u16]) -> Document {
    // A unit takes three bytes at most, so all units fit.
    let mut text = "\0".repeat(units.len().saturating_mul(3));
    let length = convert_utf16_to_str(units, &mut text);
    text.truncate(length);
    text.shrink_to_fit();
    Document::new(text)
}

/// The slice of `length` items at `start`; NULL with length 0 is the empty slice.
///
/// # Errors
/// `InvalidArgument` for NULL with a length, an impossible length, or a misaligned address.
///
/// # Safety
/// `start` is NULL or points to `length` readable items, unchanged for `'a`.
pub(super) unsafe fn slice<'a, T>(start: *const T, length: usize, what: &str) -> Result<&'a [T]> {
    let invalid = |fault: &str| Err(Error::new(ErrorCode::InvalidArgument, format!("the {what} {fault}")));
    if length == 0 {
        return Ok(&[]);
    }
    if start.is_null() {
        return invalid("is NULL but its length is not 0");
    }
    if !start.is_aligned() {
        return invalid("does not start at a multiple of its units' size");
    }
    if length > isize::MAX as usize / size_of::<T>() {
        return invalid("is longer than memory can hold; check that no negative number was passed as its length");
    }
    // SAFETY: not NULL, aligned, at most isize::MAX bytes; readable and unchanged by the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(start, length) })
}

/// A string that the library hands out: UTF-8 with a NUL after it, so that both C and counted readers are served.
pub(super) struct Text(Box<[u8]>);

impl Text {
    /// A copy of `text` with its terminator.
    pub(super) fn new(text: &str) -> Self {
        Self([text.as_bytes(), &[0]].concat().into_boxed_slice())
    }

    /// The start of `text` and, through `length`, its bytes without the terminator; NULL and 0 where there is none.
    ///
    /// # Safety
    /// `length` is NULL or writable.
    pub(super) unsafe fn give(text: Option<&Self>, length: *mut usize) -> *const c_char {
        // SAFETY: the caller's promise.
        unsafe { write(length, text.map_or(0, |text| text.0.len() - 1)) };
        text.map_or(std::ptr::null(), |text| text.0.as_ptr().cast())
    }

    /// The string without its terminator.
    pub(super) fn as_str(&self) -> &str {
        // Made from a string, so never the empty fallback.
        self.0.split_last().and_then(|(_, bytes)| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    fn code<T>(result: Result<T>) -> Option<ErrorCode> {
        result.err().map(|error| error.code())
    }

    #[test]
    fn null_with_length_zero_is_the_empty_string() {
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { utf8(ptr::null(), 0, "text") }.unwrap(), "");
        // SAFETY: as above.
        assert_eq!(unsafe { document_utf16(ptr::null(), 0) }.unwrap().text(), "");
    }

    #[test]
    fn null_with_a_length_is_an_invalid_argument() {
        // SAFETY: NULL is allowed.
        assert_eq!(code(unsafe { utf8(ptr::null(), 1, "text") }), Some(ErrorCode::InvalidArgument));
    }

    #[test]
    fn impossible_lengths_are_invalid_arguments() {
        // SAFETY: nothing is read: the length is refused.
        assert_eq!(code(unsafe { utf8(c"a".as_ptr(), usize::MAX, "text") }), Some(ErrorCode::InvalidArgument));
        let units = [65_u16];
        // SAFETY: as above; the bytes, not the units, must fit.
        let refused = unsafe { document_utf16(units.as_ptr(), isize::MAX as usize) };
        assert_eq!(code(refused), Some(ErrorCode::InvalidArgument));
    }

    #[test]
    fn utf16_at_an_odd_address_is_an_invalid_argument() {
        let units = [65_u16, 66];
        // SAFETY: nothing is read: the address is refused.
        let refused = unsafe { document_utf16(units.as_ptr().byte_add(1), 1) };
        assert_eq!(code(refused), Some(ErrorCode::InvalidArgument));
    }

    #[test]
    fn invalid_utf8_is_refused_with_its_position_and_without_the_text() {
        let bytes = b"Paciente \xff";
        // SAFETY: a local array.
        let error = unsafe { utf8(bytes.as_ptr().cast(), bytes.len(), "text") }.unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidUtf8);
        assert!(error.message().contains("byte 9") && !error.message().contains("Paciente"));
    }

    #[test]
    fn nul_is_a_character_like_any_other() {
        let bytes = b"a\0b";
        // SAFETY: a local array.
        assert_eq!(unsafe { utf8(bytes.as_ptr().cast(), 3, "text") }.unwrap(), "a\0b");
    }

    #[test]
    fn lone_surrogates_become_one_replacement_character_each() {
        let units = [0xD83D, 0x0061, 0xDE00, 0xD83D, 0xDE00, 0xD83D];
        // SAFETY: a local array.
        let document = unsafe { document_utf16(units.as_ptr(), units.len()) }.unwrap();
        assert_eq!(document.text(), "\u{FFFD}a\u{FFFD}😀\u{FFFD}");
        assert_eq!(document.text().encode_utf16().count(), units.len());
    }

    #[test]
    fn text_handed_out_has_its_length_and_a_terminator() {
        let mut length = 0;
        let text = Text::new("año");
        // SAFETY: a local variable.
        let start = unsafe { Text::give(Some(&text), &mut length) };
        // SAFETY: text is alive and ends in NUL.
        let c_string = unsafe { std::ffi::CStr::from_ptr(start) };
        assert_eq!((length, c_string.to_str()), (4, Ok("año")));
    }
}
