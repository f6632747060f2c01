//! What the small JSON files beside the vocabulary say.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokenizers::AddedToken;

use super::files::TokenizerFiles;
use crate::error::{Error, ErrorCode, Result};

/// The settings of all of them.
pub(super) struct Settings {
    /// `tokenizer_config.json`, if it is there.
    pub(super) config: Option<TokenizerConfig>,
    /// Special tokens by role: the first list that names one counts.
    pub(super) named: Vec<NamedTokens>,
    /// Tokens beyond the vocabulary file, with their ids.
    pub(super) added: BTreeMap<u32, TokenEntry>,
}

/// The part of `tokenizer_config.json` that changes tokens.
#[derive(Debug, Default, Deserialize)]
pub(super) struct TokenizerConfig {
    pub(super) tokenizer_class: Option<String>,
    pub(super) add_prefix_space: Option<bool>,
    pub(super) do_lower_case: Option<bool>,
    pub(super) strip_accents: Option<bool>,
    pub(super) tokenize_chinese_chars: Option<bool>,
    pub(super) trim_offsets: Option<bool>,
    clean_up_tokenization_spaces: Option<bool>,
    model_max_length: Option<f64>,
    /// The old name of `model_max_length`.
    max_len: Option<f64>,
    added_tokens_decoder: Option<BTreeMap<u32, TokenEntry>>,
}

impl TokenizerConfig {
    /// Whether decoded text is cleaned of the spaces before punctuation.
    pub(super) fn cleans_up(&self) -> bool {
        self.clean_up_tokenization_spaces.unwrap_or(false)
    }

    /// Where transformers cuts a text, in tokens with the special ones; `None` where it does not (no number, none above
    /// zero, or one of its stand-ins for infinity).
    pub(super) fn longest_input(&self) -> Option<usize> {
        let length = self.model_max_length.or(self.max_len)?;
        (0.0 < length && length <= LARGE_INTEGER).then_some(length as usize)
    }
}

/// transformers' constant: a larger `model_max_length` is none.
const LARGE_INTEGER: f64 = 1e20;

/// Special tokens by role.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NamedTokens {
    pub(super) cls_token: Option<TokenEntry>,
    pub(super) sep_token: Option<TokenEntry>,
    pub(super) unk_token: Option<TokenEntry>,
    pub(super) pad_token: Option<TokenEntry>,
    pub(super) mask_token: Option<TokenEntry>,
}

/// A token in a settings file: its text, or an object that says more.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum TokenEntry {
    Text(String),
    Flags(TokenFlags),
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct TokenFlags {
    content: String,
    #[serde(default)]
    single_word: bool,
    #[serde(default)]
    lstrip: bool,
    #[serde(default)]
    rstrip: bool,
    normalized: Option<bool>,
    #[serde(default)]
    special: bool,
}

impl TokenEntry {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Flags(flags) => &flags.content,
        }
    }

    /// Sets the flags of a token that is known already, if this entry has flags.
    pub(super) fn overrule(&self, token: &mut AddedToken) {
        if let Self::Flags(_) = self {
            *token = self.to_added();
        }
    }

    /// The token for the `tokenizers` crate; a text alone has no flags set.
    pub(super) fn to_added(&self) -> AddedToken {
        match self {
            Self::Text(text) => AddedToken::from(text.as_str(), false),
            Self::Flags(flags) => AddedToken::from(flags.content.as_str(), flags.special)
                .single_word(flags.single_word)
                .lstrip(flags.lstrip)
                .rstrip(flags.rstrip)
                .normalized(flags.normalized.unwrap_or(!flags.special)),
        }
    }
}

impl Settings {
    /// Reads them as transformers does: `special_tokens_map.json` and `added_tokens.json` count only where
    /// `tokenizer_config.json` has no `added_tokens_decoder`, and then before it.
    pub(super) fn read(files: &TokenizerFiles) -> Result<Self> {
        const CONFIG: &str = "tokenizer_config.json";
        let mut config: Option<TokenizerConfig> = parse(files, CONFIG, files.tokenizer_config.as_deref())?;
        let mut named: Vec<NamedTokens> =
            parse(files, CONFIG, files.tokenizer_config.as_deref())?.into_iter().collect();
        let decoder = config.as_mut().and_then(|config| config.added_tokens_decoder.take());
        let added = match decoder {
            Some(decoder) => decoder,
            None => {
                let map = parse(files, "special_tokens_map.json", files.special_tokens_map.as_deref())?;
                named.splice(0..0, map);
                read_added_tokens(files)?
            }
        };
        Ok(Self { config, named, added })
    }
}

/// `added_tokens.json`: texts and their ids.
fn read_added_tokens(files: &TokenizerFiles) -> Result<BTreeMap<u32, TokenEntry>> {
    let tokens: Option<BTreeMap<String, u32>> = parse(files, "added_tokens.json", files.added_tokens.as_deref())?;
    Ok(tokens.unwrap_or_default().into_iter().map(|(text, id)| (id, TokenEntry::Text(text))).collect())
}

fn parse<T: DeserializeOwned>(files: &TokenizerFiles, name: &str, bytes: Option<&[u8]>) -> Result<Option<T>> {
    bytes.map(serde_json::from_slice).transpose().map_err(|source| damaged(&files.path_of(name), source))
}

/// The error for a file that does not parse.
pub(super) fn damaged(file: &str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let source = source.into();
    let message = format!("{file} is damaged or not a tokenizer's file ({source}); download it again");
    Error::new(ErrorCode::TokenizerInvalid, message).with_source(source)
}
