//! Words: the units that get one label each.

use std::iter::Peekable;
use std::str::CharIndices;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::Span;
use super::sentences::sentences;

/// The unit that gets one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its bytes in the document.
    pub(crate) span: Span,
    /// Whether it is the last word of its sentence.
    pub(crate) ends_sentence: bool,
}

/// The words of `text` in order: maximal runs of letters, marks and digits, and every other character that is no space.
///
/// Lazy, in linear time. The split is the one that the models' training data has, so that a word of the document is a
/// word as the model knows it.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> {
    sentences(text).flat_map(move |sentence| {
        let inside = text.get(sentence.start..sentence.end).unwrap_or_default();
        let spans = Spans { chars: inside.char_indices().peekable() };
        spans.map(move |span| Word {
            span: Span { start: sentence.start + span.start, end: sentence.start + span.end },
            ends_sentence: span.end == inside.len(),
        })
    })
}

/// The spans of the words of `text`, sentence by sentence.
pub(crate) fn sentence_words(text: &str) -> Vec<Vec<Span>> {
    let mut sentences = Vec::new();
    let mut sentence = Vec::new();
    for word in words(text) {
        sentence.push(word.span);
        if word.ends_sentence {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    sentences
}

/// Whether `c` separates words: white space, and the four separators that Python's `\s` counts too.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Whether `c` joins with its neighbours into one word: a letter, a mark or a number of any script.
pub(crate) fn is_joining(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number
    )
}

struct Spans<'a> {
    chars: Peekable<CharIndices<'a>>,
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let (start, first) = self.chars.find(|(_, c)| !is_space(*c))?;
        let mut end = start + first.len_utf8();
        if is_joining(first) {
            while let Some((at, c)) = self.chars.next_if(|(_, c)| is_joining(*c)) {
                end = at + c.len_utf8();
            }
        }
        Some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|word| &text[word.span.start..word.span.end]).collect()
    }

    #[test]
    fn punctuation_stands_alone() {
        assert_eq!(cut("calcio, magnesio y PTH, sin"), ["calcio", ",", "magnesio", "y", "PTH", ",", "sin"]);
        assert_eq!(cut("(paracetamol). a/b_c"), ["(", "paracetamol", ")", ".", "a", "/", "b", "_", "c"]);
    }

    #[test]
    fn new_lines_and_tabs_separate_words() {
        assert_eq!(cut("Tratamiento:\nmetformina\r\n600\tmg"), ["Tratamiento", ":", "metformina", "600", "mg"]);
    }

    #[test]
    fn accents_join_composed_and_decomposed() {
        assert_eq!(cut("neumonía neumoni\u{301}a"), ["neumonía", "neumoni\u{301}a"]);
    }

    #[test]
    fn letters_and_digits_of_any_script_join() {
        assert_eq!(cut("CA19 m² 1ª β2 Ⅳa ½x 漢字"), ["CA19", "m²", "1ª", "β2", "Ⅳa", "½x", "漢字"]);
    }

    #[test]
    fn emoji_controls_and_zero_width_characters_stand_alone() {
        assert_eq!(cut("a😀b\u{0}c\u{200b}d"), ["a", "😀", "b", "\u{0}", "c", "\u{200b}", "d"]);
    }

    #[test]
    fn the_separators_of_python_separate() {
        assert_eq!(cut("a\u{1c}b\u{1f}c\u{a0}d\u{3000}e"), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn special_token_text_is_words_like_any_other() {
        assert_eq!(cut("<s>hola</s>"), ["<", "s", ">", "hola", "<", "/", "s", ">"]);
    }

    #[test]
    fn the_last_word_of_each_sentence_says_so() {
        let text = "Sin fiebre. Alta\nhoy";
        let ends: Vec<&str> =
            words(text).filter(|word| word.ends_sentence).map(|word| &text[word.span.start..word.span.end]).collect();
        assert_eq!(ends, [".", "Alta", "hoy"]);
    }

    #[test]
    fn words_come_in_sentences() {
        let text = "Sin fiebre. Alta\n\nhoy ";
        let sentences: Vec<Vec<&str>> = sentence_words(text)
            .iter()
            .map(|sentence| sentence.iter().map(|span| &text[span.start..span.end]).collect())
            .collect();
        assert_eq!(sentences, [vec!["Sin", "fiebre", "."], vec!["Alta"], vec!["hoy"]]);
    }

    #[test]
    fn text_without_words_has_none() {
        assert_eq!(cut(""), [""; 0]);
        assert_eq!(cut(" \n\t "), [""; 0]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_leave_out_only_spaces(text in "\\PC{0,60}|[aé\u{301}1 .\\n\u{1c}😀]{0,60}") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(text[end..word.span.start].chars().all(is_space));
                prop_assert!(word.span.start < word.span.end);
                prop_assert!(!text[word.span.start..word.span.end].contains(is_space));
                end = word.span.end;
            }
            prop_assert!(text[end..].chars().all(is_space));
        }

        #[test]
        fn neighbours_that_join_are_one_word(text in "[aé\u{301}1²_ .\\n😀]{0,60}") {
            let spans: Vec<Span> = words(&text).map(|word| word.span).collect();
            for pair in spans.windows(2) {
                let touching = pair[0].end == pair[1].start;
                let last = text[..pair[0].end].chars().next_back().unwrap();
                let first = text[pair[1].start..].chars().next().unwrap();
                prop_assert!(!(touching && is_joining(last) && is_joining(first)));
            }
        }
    }
}
