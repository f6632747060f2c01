//! `cajal_offsets`: one range of a text in three units.

use std::mem::{offset_of, size_of};

use crate::text::{Offsets, Span};

/// One range of a text in three units at once. All are half-open: `end` is the first position after the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct cajal_offsets {
    /// First UTF-8 byte.
    pub utf8_start: u64,
    /// First UTF-8 byte after the range.
    pub utf8_end: u64,
    /// First UTF-16 code unit.
    pub utf16_start: u64,
    /// First UTF-16 code unit after the range.
    pub utf16_end: u64,
    /// First code point.
    pub codepoint_start: u64,
    /// First code point after the range.
    pub codepoint_end: u64,
}

const _: () = assert!(size_of::<cajal_offsets>() == 48);
const _: () = assert!(offset_of!(cajal_offsets, utf16_start) == 16);
const _: () = assert!(offset_of!(cajal_offsets, codepoint_end) == 40);

impl From<Offsets> for cajal_offsets {
    fn from(offsets: Offsets) -> Self {
        Self {
            utf8_start: offsets.utf8.start as u64,
            utf8_end: offsets.utf8.end as u64,
            utf16_start: offsets.utf16.start as u64,
            utf16_end: offsets.utf16.end as u64,
            codepoint_start: offsets.codepoint.start as u64,
            codepoint_end: offsets.codepoint.end as u64,
        }
    }
}

impl From<cajal_offsets> for Offsets {
    fn from(offsets: cajal_offsets) -> Self {
        let span = |start, end| Span { start: start as usize, end: end as usize };
        Self {
            utf8: span(offsets.utf8_start, offsets.utf8_end),
            utf16: span(offsets.utf16_start, offsets.utf16_end),
            codepoint: span(offsets.codepoint_start, offsets.codepoint_end),
        }
    }
}
