//! The bytes of a pickle, front to back, and what makes one refused.

use super::super::{WeightsFile, shown};
use crate::error::{Error, ErrorCode};

/// Why a pickle is refused.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is damaged, or nothing that `torch.save` writes for a state dict.
    Damaged(String),
    /// It asks for something other than plain tensors: what it asks for.
    Unsafe(String),
    /// It is whole, but written in a way that is not read here.
    Unread(String),
}

impl Refusal {
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    pub(super) fn global(module: &str, name: &str) -> Self {
        Self::Unsafe(format!("asks for {}.{}", shown(module), shown(name)))
    }

    pub(super) fn into_error(self, file: &WeightsFile) -> Error {
        match self {
            Self::Damaged(what) => {
                file.invalid(format_args!("its pickle {what}; download the file again, or save it as safetensors"))
            }
            Self::Unsafe(what) => {
                let message = format!(
                    "{}: its pickle {what}, which plain tensors do not need; nothing in it was executed. Get the model \
                     as safetensors, or convert it where you trust the file",
                    file.path
                );
                Error::new(ErrorCode::WeightsUnsafe, message)
            }
            Self::Unread(what) => file.invalid(format_args!(
                "its pickle {what}; load it with torch and save it with torch.save's own protocol, or as safetensors"
            )),
        }
    }
}

/// The unread rest of a pickle.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// How many bytes are unread.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Refusal> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(super) fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH], Refusal> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Refusal> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    /// UTF-8 after its length in four bytes.
    pub(super) fn text(&mut self) -> Result<&'a str, Refusal> {
        let length = u32::from_le_bytes(self.array()?);
        let bytes = self.take(usize::try_from(length).map_err(|_| cut_short())?)?;
        utf8(bytes)
    }

    /// UTF-8 after its length in one byte.
    pub(super) fn short_text(&mut self) -> Result<&'a str, Refusal> {
        let length = self.byte()?;
        utf8(self.take(length.into())?)
    }

    /// UTF-8 up to a line's end.
    pub(super) fn line(&mut self) -> Result<&'a str, Refusal> {
        let end = self.rest.iter().position(|&byte| byte == b'\n').ok_or_else(cut_short)?;
        let line = self.take(end)?;
        self.take(1)?;
        utf8(line)
    }

    /// An integer in digits, up to a line's end.
    pub(super) fn decimal(&mut self) -> Result<i128, Refusal> {
        self.line()?.parse().map_err(|_| Refusal::damaged("holds an integer that is none"))
    }

    /// An integer after its length in bytes, in two's complement.
    pub(super) fn long(&mut self) -> Result<i128, Refusal> {
        let length = self.byte()?;
        let bytes = self.take(length.into())?;
        let negative = bytes.last().is_some_and(|&byte| byte >= 0x80);
        let mut whole = if negative { [0xFF; 16] } else { [0; 16] };
        let low = whole.get_mut(..bytes.len()).ok_or_else(|| Refusal::damaged("holds an integer of over 128 bits"))?;
        low.copy_from_slice(bytes);
        Ok(i128::from_le_bytes(whole))
    }
}

fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(bytes).map_err(|_| Refusal::damaged("holds text that is not UTF-8"))
}

fn cut_short() -> Refusal {
    Refusal::damaged("is cut short")
}
