//! The windows that masks are read in: centred on the mask, as wide as the model takes.

use super::masks::MaskedText;
use crate::error::Result;
use crate::tokenizer::{MaskToken, Tokenizer};

/// Bytes of text that are read at first for each token wanted; most pieces of Spanish text have fewer.
const BYTES_PER_TOKEN: usize = 16;

/// One run: the token ids with the special ones, and the row of each mask that is answered here.
pub(super) struct MaskWindow {
    pub(super) ids: Vec<u32>,
    pub(super) rows: Vec<usize>,
}

/// The windows of all masks, in order; masks whose windows are the same share one.
///
/// A mask stands in the middle of its window unless the text ends before: then the other side gets the room. What lies
/// beyond is not read at all, so the answer is the same whether it is there or not.
pub(super) fn windows<'a>(
    masked: &'a MaskedText<'a>,
    tokenizer: &'a Tokenizer,
    mask: &'a MaskToken,
    max_text_tokens: usize,
) -> impl Iterator<Item = Result<MaskWindow>> + 'a {
    let context = Context { masked, tokenizer, mask, room: max_text_tokens - 1 };
    let mut alone = (0..masked.spans().len()).map(move |mask| context.window(mask)).peekable();
    std::iter::from_fn(move || {
        let mut window = match alone.next()? {
            Ok(window) => window,
            failed => return Some(failed),
        };
        let is_same = |next: &Result<MaskWindow>, ids: &[u32]| next.as_ref().is_ok_and(|next| next.ids == ids);
        while let Some(Ok(same)) = alone.next_if(|next| is_same(next, &window.ids)) {
            window.rows.extend(same.rows);
        }
        Some(Ok(window))
    })
}

struct Context<'a> {
    masked: &'a MaskedText<'a>,
    tokenizer: &'a Tokenizer,
    mask: &'a MaskToken,
    /// Tokens that fit beside the mask.
    room: usize,
}

impl Context<'_> {
    fn window(&self, mask: usize) -> Result<MaskWindow> {
        let (mut left, mut right) = (self.left_of(mask)?, self.right_of(mask)?);
        let half = self.room / 2;
        let left_room = half.max(self.room.saturating_sub(right.len())).min(left.len());
        left.drain(..left.len() - left_room);
        right.truncate(self.room - left_room);
        let row = 1 + left.len();
        left.push(self.mask.id);
        left.extend(right);
        Ok(MaskWindow { ids: self.tokenizer.with_special(&left), rows: vec![row] })
    }

    /// Up to `room` tokens before the mask, in order.
    fn left_of(&self, mask: usize) -> Result<Vec<u32>> {
        let mut parts: Vec<Vec<u32>> = Vec::new();
        let mut count = 0;
        for (distance, segment) in self.masked.segments().iter().take(mask + 1).rev().enumerate() {
            if distance > 0 {
                parts.push(vec![self.mask.id]);
                count += 1;
            }
            let tokens = self.end_of(segment, self.room.saturating_sub(count))?;
            count += tokens.len();
            parts.push(tokens);
            if count >= self.room {
                break;
            }
        }
        let mut tokens: Vec<u32> = parts.into_iter().rev().flatten().collect();
        tokens.drain(..tokens.len().saturating_sub(self.room));
        Ok(tokens)
    }

    /// Up to `room` tokens after the mask, in order.
    fn right_of(&self, mask: usize) -> Result<Vec<u32>> {
        let segments = self.masked.segments();
        let last = segments.len() - 1;
        let mut tokens = Vec::new();
        for (index, segment) in segments.iter().enumerate().skip(mask + 1) {
            tokens.extend(
                self.start_of(self.before_mask(segment, index < last), self.room.saturating_sub(tokens.len()))?,
            );
            if index < last {
                tokens.push(self.mask.id);
            }
            if tokens.len() >= self.room {
                break;
            }
        }
        tokens.truncate(self.room);
        Ok(tokens)
    }

    /// The segment as it is read where a mask follows: RoBERTa's mask token swallows the space before it (`lstrip`).
    fn before_mask<'t>(&self, segment: &'t str, mask_follows: bool) -> &'t str {
        if mask_follows && self.mask.strips_left { segment.trim_end() } else { segment }
    }

    /// The last tokens of a segment that stands before a mask: `wanted` or more where it has so many.
    fn end_of(&self, segment: &str, wanted: usize) -> Result<Vec<u32>> {
        let segment = self.before_mask(segment, true);
        self.grow(segment, wanted, |bytes| {
            let from = segment.len().saturating_sub(bytes);
            // At a space: the word after it is encoded as it is within the whole text.
            let from = segment.floor_char_boundary(from);
            segment.get(..from).and_then(|before| before.rfind(char::is_whitespace)).unwrap_or(0)..segment.len()
        })
    }

    /// The first tokens of a segment: `wanted` or more where it has so many.
    fn start_of(&self, segment: &str, wanted: usize) -> Result<Vec<u32>> {
        self.grow(segment, wanted, |bytes| {
            let to = segment.ceil_char_boundary(bytes.min(segment.len()));
            let rest = segment.get(to..).unwrap_or_default();
            0..rest.find(char::is_whitespace).map_or(segment.len(), |space| to + space)
        })
    }

    /// Encodes more and more of a segment until it gives `wanted` tokens or is all there.
    fn grow(&self, segment: &str, wanted: usize, part: impl Fn(usize) -> std::ops::Range<usize>) -> Result<Vec<u32>> {
        let mut bytes = wanted.saturating_mul(BYTES_PER_TOKEN);
        loop {
            let range = part(bytes);
            let whole = range.len() == segment.len();
            let tokens = self.tokenizer.encode_text(segment.get(range).unwrap_or_default())?;
            if whole || tokens.len() >= wanted {
                return Ok(tokens);
            }
            bytes = bytes.saturating_mul(2);
        }
    }
}
