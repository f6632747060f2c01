//! The files that a tokenizer may be made of.

use crate::error::Result;

/// The tokenizer's files of one model, each as its bytes if it is there.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenizerFiles {
    /// Where they are, as messages name it: the folder.
    pub(super) source: String,
    pub(super) tokenizer_json: Option<Vec<u8>>,
    pub(super) vocab_json: Option<Vec<u8>>,
    pub(super) merges_txt: Option<Vec<u8>>,
    pub(super) vocab_txt: Option<Vec<u8>>,
    pub(super) tokenizer_config: Option<Vec<u8>>,
    pub(super) special_tokens_map: Option<Vec<u8>>,
    pub(super) added_tokens: Option<Vec<u8>>,
    /// Whether a SentencePiece model is all there is.
    pub(super) only_sentencepiece: bool,
}

impl TokenizerFiles {
    /// Reads what is needed of the files at `source` with `open`, which gives `None` for a file that is not there.
    ///
    /// # Errors
    /// Those of `open`.
    pub(crate) fn read(source: &str, open: impl Fn(&str) -> Result<Option<Vec<u8>>>) -> Result<Self> {
        let mut files = Self {
            source: source.to_owned(),
            tokenizer_json: open("tokenizer.json")?,
            tokenizer_config: open("tokenizer_config.json")?,
            special_tokens_map: open("special_tokens_map.json")?,
            added_tokens: open("added_tokens.json")?,
            ..Self::default()
        };
        if files.tokenizer_json.is_none() {
            files.vocab_json = open("vocab.json")?;
            files.merges_txt = open("merges.txt")?;
            files.vocab_txt = open("vocab.txt")?;
            files.only_sentencepiece = open("sentencepiece.bpe.model")?.is_some();
        }
        Ok(files)
    }

    /// One of the files as messages name it.
    pub(super) fn path_of(&self, name: &str) -> String {
        if self.source.is_empty() { name.to_owned() } else { format!("{}/{name}", self.source) }
    }
}
