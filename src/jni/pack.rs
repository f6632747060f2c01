//! The packed answer: little-endian numbers, strings as a 32-bit length and UTF-8.

use crate::error::{Error, Result};
use crate::text::Offsets;

/// Writes one answer. The first number is the status: 0, or an error's code with the cause's code and the message.
pub(super) struct Pack {
    bytes: Vec<u8>,
}

impl Pack {
    /// An answer that holds what the call puts in next.
    pub(super) fn success() -> Self {
        let mut pack = Self { bytes: Vec::with_capacity(4096) };
        pack.int(0);
        pack
    }

    /// The answer of a call that failed.
    pub(super) fn failure(error: &Error) -> Self {
        let mut pack = Self { bytes: Vec::new() };
        pack.error(error);
        pack
    }

    fn error(&mut self, error: &Error) {
        self.int(error.code() as i32);
        self.int(error.cause_code());
        self.string(error.message());
    }

    /// One answer among several: a status, then what it holds or why it failed.
    pub(super) fn outcome<T>(&mut self, result: &Result<T>, put: impl FnOnce(&mut Self, &T)) {
        match result {
            Ok(value) => {
                self.int(0);
                put(self, value);
            }
            Err(error) => self.error(error),
        }
    }

    pub(super) fn int(&mut self, value: i32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn long(&mut self, value: i64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn float(&mut self, value: f32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(super) fn double(&mut self, value: f64) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    /// A number of things. One that does not fit needs more bytes than a Java array holds, and that is checked.
    pub(super) fn count(&mut self, value: usize) {
        self.int(value as i32);
    }

    /// A number that may be beyond 32 bits.
    pub(super) fn size(&mut self, value: usize) {
        self.long(value as i64);
    }

    pub(super) fn string(&mut self, value: &str) {
        self.count(value.len());
        self.bytes.extend_from_slice(value.as_bytes());
    }

    /// A list: its length, then each item.
    pub(super) fn list<T>(&mut self, items: &[T], mut put: impl FnMut(&mut Self, &T)) {
        self.count(items.len());
        items.iter().for_each(|item| put(self, item));
    }

    /// A range in three units. Positions in a Java string fit 32 bits; those of its UTF-8 may not.
    pub(super) fn offsets(&mut self, offsets: &Offsets) {
        self.size(offsets.utf8.start);
        self.size(offsets.utf8.end);
        self.count(offsets.utf16.start);
        self.count(offsets.utf16.end);
        self.count(offsets.codepoint.start);
        self.count(offsets.codepoint.end);
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
