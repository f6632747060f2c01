//! The tokenizer as transformers' pipelines use it, with all that strict decoding leaves out: text that spells a special
//! token is that token, tokens have offsets of their own, and pieces are joined back into words.

use tokenizers::decoders::byte_level::ByteLevel as ByteLevelDecoder;
use tokenizers::decoders::wordpiece::WordPiece as WordPieceDecoder;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{Decoder, DecoderWrapper, Encoding, ModelWrapper, PostProcessor, PostProcessorWrapper};

use super::backend::Backend;
use super::config::TokenizerConfig;
use super::{CHUNK_BYTES, Tokenizer, chunk_end};
use crate::error::{Error, ErrorCode, Result};
use crate::text::Span;

/// What only pipelines need of a tokenizer's files.
#[derive(Default)]
pub(super) struct Rules {
    /// Takes the spaces off the offsets of tokens.
    pub(super) trimmer: Option<PostProcessorWrapper>,
    /// Joins pieces into text.
    pub(super) decoder: Option<DecoderWrapper>,
}

impl Rules {
    /// What transformers' class for RoBERTa sets, whatever `tokenizer.json` says.
    pub(super) fn of_roberta(config: Option<&TokenizerConfig>) -> Self {
        let trim_offsets = config.and_then(|config| config.trim_offsets).unwrap_or(true);
        let add_prefix_space = config.and_then(|config| config.add_prefix_space).unwrap_or(false);
        let trimmer = ByteLevel::default().trim_offsets(trim_offsets).add_prefix_space(add_prefix_space);
        Self { trimmer: Some(trimmer.into()), decoder: Some(ByteLevelDecoder::default().into()) }
    }

    /// What transformers' class for BERT sets.
    pub(super) fn of_bert() -> Self {
        Self { trimmer: None, decoder: Some(WordPieceDecoder::new("##".to_owned(), true).into()) }
    }
}

/// What becomes of special tokens in decoded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpecialTokens {
    Kept,
    LeftOut,
}

/// A token and where it stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) id: u32,
    /// What was matched, where that is not the vocabulary's spelling: a special token with the space that it swallows.
    matched: Option<Box<str>>,
    /// In code points, for transformers trims in those: a space that it put before the text has none of its own.
    span: Span,
    /// In bytes.
    pub(crate) bytes: Span,
}

impl Token {
    /// The bytes of a part of this token's span.
    fn bytes_of(&self, text: &str, part: Span) -> Span {
        let own = text.get(self.bytes.start..self.bytes.end).unwrap_or_default();
        let byte_at = |codepoint: usize| {
            let mut starts = own.char_indices().map(|(at, _)| at);
            self.bytes.start + starts.nth(codepoint.saturating_sub(self.span.start)).unwrap_or(own.len())
        };
        Span { start: byte_at(part.start), end: byte_at(part.end) }
    }
}

/// See the module's description.
///
/// Thread safety: immutable.
pub(crate) struct Pipeline {
    backend: Backend,
    trimmer: Option<PostProcessorWrapper>,
    decoder: Option<DecoderWrapper>,
    unk: u32,
    pad: Option<u32>,
    cleans_up: bool,
    longest_input: Option<usize>,
    file: String,
}

impl Pipeline {
    pub(super) fn new(tokenizer: &Tokenizer) -> Self {
        let mut backend = tokenizer.backend.clone();
        backend.set_encode_special_tokens(false);
        Self {
            backend,
            trimmer: tokenizer.rules.trimmer.clone(),
            decoder: tokenizer.rules.decoder.clone(),
            unk: tokenizer.special.unk,
            pad: tokenizer.special.pad,
            cleans_up: tokenizer.cleans_up,
            longest_input: tokenizer.longest_input,
            file: tokenizer.file.clone(),
        }
    }

    /// `model_max_length`: where transformers cuts a text, in tokens with the two special ones around it.
    pub(crate) fn longest_input(&self) -> Option<usize> {
        self.longest_input
    }

    /// Whether `id` stands for what the vocabulary does not have.
    pub(crate) fn is_unknown(&self, id: u32) -> bool {
        id == self.unk
    }

    /// Whether the vocabulary marks the pieces that continue a word, so that a piece's length tells.
    pub(crate) fn marks_continuation(&self) -> bool {
        match self.backend.get_model() {
            ModelWrapper::WordPiece(model) => !model.continuing_subword_prefix.is_empty(),
            ModelWrapper::BPE(model) => {
                model.continuing_subword_prefix.as_ref().is_some_and(|prefix| !prefix.is_empty())
            }
            ModelWrapper::WordLevel(_) | ModelWrapper::Unigram(_) => false,
        }
    }

    /// The vocabulary's own spelling of a token.
    pub(crate) fn piece(&self, id: u32) -> String {
        self.backend.id_to_token(id).unwrap_or_default()
    }

    /// Whether `id` fills up short texts: transformers leaves it out of what it decodes for fill-mask.
    pub(crate) fn is_padding(&self, id: u32) -> bool {
        self.pad == Some(id)
    }

    /// The id of a token in the vocabulary's own spelling.
    pub(crate) fn id_of(&self, piece: &str) -> Option<u32> {
        self.backend.token_to_id(piece)
    }

    /// Ids joined into text, as transformers' `decode` does.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerInvalid`] if the tokenizer's rule for it fails.
    pub(crate) fn decode(&self, ids: &[u32], special: SpecialTokens) -> Result<String> {
        let added = self.backend.get_added_vocabulary();
        let kept = |piece: &String| special == SpecialTokens::Kept || !added.is_special_token(piece);
        let pieces = ids.iter().filter_map(|id| self.backend.id_to_token(*id)).filter(kept);
        let text = self.join(pieces.collect())?;
        // transformers leaves byte-level text alone, whatever the setting.
        let cleaned = self.cleans_up && !matches!(self.backend.get_model(), ModelWrapper::BPE(_));
        Ok(if cleaned { clean_up(&text) } else { text })
    }

    /// Pieces joined into text.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerInvalid`] if the tokenizer's rule for it fails.
    pub(crate) fn join(&self, pieces: Vec<String>) -> Result<String> {
        match &self.decoder {
            Some(decoder) => decoder.decode(pieces).map_err(|source| self.failed(source)),
            None => Ok(pieces.join(" ")),
        }
    }

    /// The tokens of a text without special ones around, some at a time, with offsets that are not trimmed yet.
    ///
    /// A text of up to 64 KiB is encoded at once; a longer one is cut as [`Tokenizer::encode_text`] cuts it.
    pub(crate) fn tokens(&self, text: &str) -> impl Iterator<Item = Result<Vec<Token>>> {
        let (mut byte, mut codepoint) = (0, 0);
        std::iter::from_fn(move || {
            let rest = text.get(byte..).filter(|rest| !rest.is_empty())?;
            let end = if rest.len() > CHUNK_BYTES { chunk_end(rest, CHUNK_BYTES) } else { rest.len() };
            let chunk = rest.get(..end).unwrap_or_default();
            let tokens = self.encode(chunk, byte, codepoint);
            byte += end;
            codepoint += chunk.chars().count();
            Some(tokens)
        })
    }

    /// The bytes of the tokens of one window of `text`, trimmed as transformers trims them: the first token of a window
    /// keeps its space where the tokenizer puts one before every text, although that is right for the first window only.
    ///
    /// # Errors
    /// [`ErrorCode::TokenizerInvalid`] if the tokenizer's rule for it fails.
    pub(crate) fn trimmed(&self, text: &str, window: &[Token]) -> Result<Vec<Span>> {
        let Some(trimmer) = &self.trimmer else { return Ok(window.iter().map(|token| token.bytes).collect()) };
        let count = window.len();
        let encoding = Encoding::new(
            window.iter().map(|token| token.id).collect(),
            vec![0; count],
            window.iter().map(|token| self.matched(token)).collect(),
            vec![None; count],
            window.iter().map(|token| (token.span.start, token.span.end)).collect(),
            vec![0; count],
            vec![1; count],
            Vec::new(),
            Default::default(),
        );
        let encoding = trimmer.process(encoding, None, false).map_err(|source| self.failed(source))?;
        let trimmed = window.iter().zip(encoding.get_offsets());
        Ok(trimmed.map(|(token, &(start, end))| token.bytes_of(text, Span { start, end })).collect())
    }

    /// The tokens of a chunk that starts at `byte` and `codepoint` of the text.
    fn encode(&self, chunk: &str, byte: usize, codepoint: usize) -> Result<Vec<Token>> {
        let encoding = self.backend.encode_char_offsets(chunk, false).map_err(|source| self.failed(source))?;
        let starts: Vec<usize> = chunk.char_indices().map(|(at, _)| at).collect();
        let byte_of = |codepoint: usize| byte + starts.get(codepoint).copied().unwrap_or(chunk.len());
        let tokens = encoding.get_ids().iter().zip(encoding.get_tokens()).zip(encoding.get_offsets());
        Ok(tokens
            .map(|((&id, matched), &(start, end))| Token {
                id,
                matched: (self.piece(id) != *matched).then(|| matched.as_str().into()),
                span: Span { start: codepoint + start, end: codepoint + end },
                bytes: Span { start: byte_of(start), end: byte_of(end) },
            })
            .collect())
    }

    fn matched(&self, token: &Token) -> String {
        token.matched.as_deref().map_or_else(|| self.piece(token.id), str::to_owned)
    }

    fn failed(&self, source: tokenizers::Error) -> Error {
        let message = format!("{}: a rule of the tokenizer failed on a text", self.file);
        Error::new(ErrorCode::TokenizerInvalid, message).with_source(source)
    }
}

/// transformers' `clean_up_tokenization`: the spaces that joining pieces puts before punctuation, and what English writes
/// together.
fn clean_up(text: &str) -> String {
    const REPLACED: [(&str, &str); 10] = [
        (" .", "."),
        (" ?", "?"),
        (" !", "!"),
        (" ,", ","),
        (" ' ", "'"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" 's", "'s"),
        (" 've", "'ve"),
        (" 're", "'re"),
    ];
    REPLACED.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::super::tests::load;
    use super::*;

    #[test]
    fn a_text_longer_than_a_chunk_has_the_tokens_of_the_whole() {
        let text = "El paciente, de 67 años 😀, niega <mask> fiebre.\n\n".repeat(3000);
        assert!(text.len() > 2 * CHUNK_BYTES);
        for name in ["roberta", "xlmr", "bert-uncased"] {
            let tokenizer = load(name);
            let chunked: Vec<Token> = tokenizer.pipeline().tokens(&text).flat_map(Result::unwrap).collect();
            assert!(chunked == tokenizer.pipeline().encode(&text, 0, 0).unwrap(), "{name}");
        }
    }

    #[test]
    fn no_text_has_no_tokens() {
        assert_eq!(load("roberta").pipeline().tokens("").count(), 0);
    }
}
