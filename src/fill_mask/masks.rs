//! The masks of a text and the text between them.

use crate::error::{Error, ErrorCode, Result};
use crate::text::Span;

/// The mask tokens of the families, to tell a writer which is the right one.
const MASK_TOKENS: [&str; 2] = ["<mask>", "[MASK]"];

/// A text with masks in it.
pub(super) struct MaskedText<'a> {
    text: &'a str,
    /// The text before the first mask, between masks, and after the last.
    segments: Vec<&'a str>,
    spans: Vec<Span>,
}

impl<'a> MaskedText<'a> {
    /// Finds every `mask_token` in `text`. A mask token of another family is an error, not text: its writer meant a mask.
    pub(super) fn new(text: &'a str, mask_token: &str) -> Result<Self> {
        if let Some(foreign) = MASK_TOKENS.iter().find(|token| **token != mask_token && text.contains(**token)) {
            let message = format!("the text has the mask token {foreign}; this model's is {mask_token}");
            return Err(Error::new(ErrorCode::MaskForeign, message));
        }
        let spans: Vec<Span> =
            text.match_indices(mask_token).map(|(start, found)| Span { start, end: start + found.len() }).collect();
        if spans.is_empty() {
            let message = format!("the text has no mask; write {mask_token} where a word is to be found");
            return Err(Error::new(ErrorCode::MaskMissing, message));
        }
        Ok(Self { text, segments: text.split(mask_token).collect(), spans })
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Where the masks stand, in bytes.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// One more than masks: segment `i` stands before mask `i`, segment `i + 1` after it.
    pub(super) fn segments(&self) -> &[&'a str] {
        &self.segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_are_found_with_the_text_between_them() {
        let masked = MaskedText::new("El <mask> presenta <mask>.", "<mask>").unwrap();
        assert_eq!(masked.spans(), [Span { start: 3, end: 9 }, Span { start: 19, end: 25 }]);
        assert_eq!(masked.segments(), ["El ", " presenta ", "."]);
    }

    #[test]
    fn a_text_that_is_only_a_mask_has_empty_segments() {
        assert_eq!(MaskedText::new("[MASK]", "[MASK]").unwrap().segments(), ["", ""]);
    }

    #[test]
    fn a_text_without_masks_is_an_error_that_names_the_token_and_not_the_text() {
        let error = MaskedText::new("Juan Pérez", "<mask>").err().unwrap();
        assert_eq!(error.code(), ErrorCode::MaskMissing);
        assert!(error.message().contains("<mask>") && !error.message().contains("Juan"), "{error}");
    }

    #[test]
    fn the_mask_of_another_family_is_an_error_that_names_the_right_one() {
        let error = MaskedText::new("La [MASK] y la <mask>", "<mask>").err().unwrap();
        assert_eq!(error.code(), ErrorCode::MaskForeign);
        assert!(error.message().ends_with("<mask>"), "{error}");
    }
}
