//! Reads a packed answer that Java kept and gives back.

use crate::error::{Error, ErrorCode, Result};
use crate::text::{Offsets, Span};

/// Reads what [`Pack`](super::pack::Pack) wrote, in the same order. Every read is checked.
pub(super) struct Unpack<'a> {
    rest: &'a [u8],
}

impl<'a> Unpack<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or_else(damaged)?;
        self.rest = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.bytes(N)?.try_into().map_err(|_| damaged())
    }

    pub(super) fn long(&mut self) -> Result<i64> {
        self.array().map(i64::from_le_bytes)
    }

    pub(super) fn float(&mut self) -> Result<f32> {
        self.array().map(f32::from_le_bytes)
    }

    pub(super) fn count(&mut self) -> Result<usize> {
        usize::try_from(i32::from_le_bytes(self.array()?)).map_err(|_| damaged())
    }

    pub(super) fn size(&mut self) -> Result<usize> {
        usize::try_from(self.long()?).map_err(|_| damaged())
    }

    pub(super) fn string(&mut self) -> Result<String> {
        let length = self.count()?;
        String::from_utf8(self.bytes(length)?.to_vec()).map_err(|_| damaged())
    }

    pub(super) fn list<T>(&mut self, mut take: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        (0..self.count()?).map(|_| take(self)).collect()
    }

    pub(super) fn offsets(&mut self) -> Result<Offsets> {
        Ok(Offsets {
            utf8: Span { start: self.size()?, end: self.size()? },
            utf16: Span { start: self.count()?, end: self.count()? },
            codepoint: Span { start: self.count()?, end: self.count()? },
        })
    }
}

fn damaged() -> Error {
    Error::new(ErrorCode::Internal, "the Java classes gave back a result that is damaged; please report this")
}
