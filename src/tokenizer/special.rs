//! The special tokens: which text has which role, and which id it got.

use tokenizers::PostProcessorWrapper;

use super::Family;
use super::backend::Backend;
use super::config::{NamedTokens, Settings, TokenEntry};
use crate::error::{Error, ErrorCode, Result};

/// The ids with a role.
#[derive(Debug)]
pub(super) struct Special {
    /// Before a text.
    pub(super) cls: u32,
    /// After a text.
    pub(super) sep: u32,
    /// For what the vocabulary does not have.
    pub(super) unk: u32,
    /// To fill up short texts.
    pub(super) pad: Option<u32>,
    pub(super) mask: Option<MaskToken>,
}

/// The token that stands for a masked word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MaskToken {
    /// Its id.
    pub(crate) id: u32,
    /// How it is written in a text.
    pub(crate) text: String,
    /// Whether the white space before it belongs to it and is not encoded.
    pub(crate) strips_left: bool,
    /// Whether the white space after it belongs to it and is not encoded.
    pub(crate) strips_right: bool,
}

/// The tokens with a role, as the files or the family name them.
#[derive(Debug)]
pub(super) struct Names {
    cls: TokenEntry,
    sep: TokenEntry,
    unk: TokenEntry,
    pad: TokenEntry,
    mask: TokenEntry,
    family: Family,
}

impl Names {
    pub(super) fn all(&self) -> [&TokenEntry; 5] {
        [&self.cls, &self.sep, &self.unk, &self.pad, &self.mask]
    }

    /// Whether a text alone stands for a mask that swallows the space before it. So it is in RoBERTa's training and in
    /// every release of its tokenizer, although not all files write it down.
    pub(super) fn strips_left_unsaid(&self, entry: &TokenEntry) -> bool {
        self.family != Family::Bert && matches!(entry, TokenEntry::Text(text) if text == self.mask.text())
    }
}

/// Which text has which role: what the files say, else the family's usual text.
pub(super) fn names(settings: &Settings, family: Family) -> Names {
    let [cls, sep, unk, pad, mask] = match family {
        Family::Roberta | Family::XlmRoberta => ["<s>", "</s>", "<unk>", "<pad>", "<mask>"],
        Family::Bert => ["[CLS]", "[SEP]", "[UNK]", "[PAD]", "[MASK]"],
    };
    let name = |role: fn(&NamedTokens) -> Option<&TokenEntry>, usual: &str| {
        settings.named.iter().find_map(role).cloned().unwrap_or_else(|| TokenEntry::Text(usual.to_owned()))
    };
    Names {
        cls: name(|named| named.cls_token.as_ref(), cls),
        sep: name(|named| named.sep_token.as_ref(), sep),
        unk: name(|named| named.unk_token.as_ref(), unk),
        pad: name(|named| named.pad_token.as_ref(), pad),
        mask: name(|named| named.mask_token.as_ref(), mask),
        family,
    }
}

/// The ids of the named tokens. Where the tokenizer says itself what it puts around a text, that counts for those two, and
/// the rule is taken out of `backend` so that no call pays for it.
pub(super) fn find(backend: &mut Backend, names: &Names, file: &str) -> Result<Special> {
    let around = around(backend);
    backend.with_post_processor(None::<PostProcessorWrapper>);
    let id = |entry: &TokenEntry, role: &str| {
        let found = backend.token_to_id(entry.text());
        found.ok_or_else(|| missing(file, entry.text(), role))
    };
    let (cls, sep) = match around {
        Some(around) => around,
        None => (id(&names.cls, "cls_token")?, id(&names.sep, "sep_token")?),
    };
    let pad = backend.token_to_id(names.pad.text());
    Ok(Special { cls, sep, unk: id(&names.unk, "unk_token")?, pad, mask: find_mask(backend, &names.mask) })
}

/// The tokens that the post-processor puts before and after a text, if it puts one at each end.
fn around(backend: &Backend) -> Option<(u32, u32)> {
    let plain = backend.encode_fast("a", false).ok()?;
    let full = backend.encode_fast("a", true).ok()?;
    match full.get_ids() {
        [first, inside @ .., last] if inside == plain.get_ids() => Some((*first, *last)),
        _ => None,
    }
}

fn find_mask(backend: &Backend, mask: &TokenEntry) -> Option<MaskToken> {
    let id = backend.token_to_id(mask.text())?;
    let token = backend.get_added_vocabulary().get_added_tokens_decoder().get(&id)?;
    Some(MaskToken { id, text: token.content.clone(), strips_left: token.lstrip, strips_right: token.rstrip })
}

fn missing(file: &str, text: &str, role: &str) -> Error {
    let message = format!(
        "{file} has no token {text:?}, which is the {role}; check that tokenizer_config.json and special_tokens_map.json \
         belong to the same model"
    );
    Error::new(ErrorCode::TokenizerInvalid, message)
}
