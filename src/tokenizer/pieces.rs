//! Vocabulary pieces as a person reads them.

use tokenizers::{ModelWrapper, PreTokenizerWrapper};

use super::backend::Backend;

/// How a vocabulary spells its pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pieces {
    /// Every byte is a printable character; `Ġ`, the space, starts a word.
    ByteLevel,
    /// `▁` starts a word.
    Metaspace,
    /// This prefix continues a word.
    Continuing(String),
}

impl Pieces {
    pub(super) fn of(backend: &Backend) -> Self {
        match backend.get_model() {
            ModelWrapper::WordPiece(model) => Self::Continuing(model.continuing_subword_prefix.clone()),
            ModelWrapper::BPE(_) if backend.get_pre_tokenizer().is_some_and(is_byte_level) => Self::ByteLevel,
            _ => Self::Metaspace,
        }
    }

    /// The text of a piece, and whether it starts a word. A byte-level piece that holds part of a character only has U+FFFD
    /// there.
    pub(super) fn read(&self, piece: &str) -> (String, bool) {
        match self {
            Self::ByteLevel => {
                let bytes: Option<Vec<u8>> = piece.chars().map(byte_of).collect();
                let text = bytes.map_or(piece.to_owned(), |bytes| String::from_utf8_lossy(&bytes).into_owned());
                strip_start(&text, ' ')
            }
            Self::Metaspace => {
                let (text, starts_word) = strip_start(piece, '▁');
                (text.replace('▁', " "), starts_word)
            }
            Self::Continuing(prefix) => match piece.strip_prefix(prefix.as_str()) {
                Some(text) => (text.to_owned(), false),
                None => (piece.to_owned(), true),
            },
        }
    }
}

fn strip_start(text: &str, mark: char) -> (String, bool) {
    match text.strip_prefix(mark) {
        Some(text) => (text.to_owned(), true),
        None => (text.to_owned(), false),
    }
}

fn is_byte_level(pre_tokenizer: &PreTokenizerWrapper) -> bool {
    match pre_tokenizer {
        PreTokenizerWrapper::ByteLevel(_) => true,
        PreTokenizerWrapper::Sequence(sequence) => sequence.as_ref().iter().any(is_byte_level),
        _ => false,
    }
}

/// The byte that a character of a byte-level vocabulary stands for. Printable Latin-1 characters stand for themselves; the
/// other bytes have, in order, the characters from U+0100 on.
fn byte_of(c: char) -> Option<u8> {
    let is_printable = |byte: u8| matches!(byte, b'!'..=b'~' | 0xA1..=0xAC | 0xAE..=0xFF);
    match u8::try_from(u32::from(c)) {
        Ok(byte) => is_printable(byte).then_some(byte),
        Err(_) => (0..=u8::MAX).filter(|byte| !is_printable(*byte)).nth((u32::from(c) - 0x100) as usize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pieces: &Pieces, piece: &str) -> (String, bool) {
        pieces.read(piece)
    }

    #[test]
    fn byte_level_pieces_are_decoded() {
        assert_eq!(read(&Pieces::ByteLevel, "ĠhipertensiÃ³n"), ("hipertensión".to_owned(), true));
        assert_eq!(read(&Pieces::ByteLevel, "Ã±o"), ("ño".to_owned(), false));
        assert_eq!(read(&Pieces::ByteLevel, "Ċ"), ("\n".to_owned(), false));
        assert_eq!(read(&Pieces::ByteLevel, "ĠðŁĺĢ"), ("😀".to_owned(), true));
    }

    #[test]
    fn half_a_character_is_shown_as_a_replacement() {
        assert_eq!(read(&Pieces::ByteLevel, "ðŁ"), ("\u{fffd}".to_owned(), false));
    }

    #[test]
    fn every_byte_has_its_character() {
        let mut bytes: Vec<u8> = (0x21..0x180u32).filter_map(char::from_u32).filter_map(byte_of).collect();
        bytes.sort_unstable();
        assert_eq!(bytes, (0..=u8::MAX).collect::<Vec<_>>());
        assert_eq!(byte_of('漢'), None);
    }

    #[test]
    fn metaspace_and_word_pieces_say_where_words_start() {
        assert_eq!(read(&Pieces::Metaspace, "▁dolor"), ("dolor".to_owned(), true));
        assert_eq!(read(&Pieces::Metaspace, "es"), ("es".to_owned(), false));
        let word_piece = Pieces::Continuing("##".to_owned());
        assert_eq!(read(&word_piece, "##es"), ("es".to_owned(), false));
        assert_eq!(read(&word_piece, "dolor"), ("dolor".to_owned(), true));
    }
}
