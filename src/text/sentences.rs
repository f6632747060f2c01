//! Sentences: where a window may be cut without cutting a thought.

use std::str::CharIndices;

use super::Span;
use super::words::is_space;

/// The sentences of `text` in order, as byte spans that together cover every word.
///
/// A sentence ends at a line break, and at `.`, `!`, `?` or `…` (and quotes or brackets that close there) when white
/// space follows and then an uppercase letter, a digit, `¿` or `¡` (quotes, brackets or dashes may open before it).
/// Abbreviations before a capital (`Dr. Gil`) therefore end a sentence, as they did when the shipped models were trained.
pub(super) fn sentences(text: &str) -> Sentences<'_> {
    Sentences { chars: text.char_indices(), state: State::Inside, start: None, end: 0 }
}

/// See [`sentences`].
pub(super) struct Sentences<'a> {
    chars: CharIndices<'a>,
    state: State,
    /// Where the sentence started that is being read.
    start: Option<usize>,
    /// Where its last character that is no space ended.
    end: usize,
}

#[derive(Clone, Copy)]
enum State {
    /// Nothing before here can end the sentence.
    Inside,
    /// A stop was read, and perhaps what closes with it.
    AfterStop,
    /// White space was read after a stop.
    Gap,
    /// A quote, bracket or dash opened at `start` after the gap; the sentence before it would end at `end`.
    Opened { end: usize, start: usize },
}

impl Sentences<'_> {
    /// Reads one character; the sentence that it ended, if it ended one.
    fn read(&mut self, at: usize, c: char) -> Option<Span> {
        if is_line_break(c) {
            self.state = State::Inside;
            return self.take(self.end);
        }
        if is_space(c) {
            self.state = match self.state {
                State::AfterStop | State::Gap => State::Gap,
                State::Inside | State::Opened { .. } => State::Inside,
            };
            return None;
        }
        let done = self.split(at, c);
        self.state = self.state_after(at, c);
        self.start = self.start.or(Some(at));
        self.end = at + c.len_utf8();
        done
    }

    /// Ends the sentence before `c` if `c` starts a new one.
    fn split(&mut self, at: usize, c: char) -> Option<Span> {
        let (end, start) = match self.state {
            State::Gap => (self.end, at),
            State::Opened { end, start } => (end, start),
            State::Inside | State::AfterStop => return None,
        };
        if !starts_sentence(c) {
            return None;
        }
        let done = self.take(end);
        self.start = Some(start);
        done
    }

    fn state_after(&self, at: usize, c: char) -> State {
        match self.state {
            State::Gap if is_opening(c) => State::Opened { end: self.end, start: at },
            State::Opened { .. } if is_opening(c) => self.state,
            State::AfterStop if is_closing(c) => State::AfterStop,
            _ if is_stop(c) => State::AfterStop,
            _ => State::Inside,
        }
    }

    fn take(&mut self, end: usize) -> Option<Span> {
        self.start.take().map(|start| Span { start, end })
    }
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while let Some((at, c)) = self.chars.next() {
            let done = self.read(at, c);
            if done.is_some() {
                return done;
            }
        }
        self.take(self.end)
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '»' | '”' | '’' | ')' | ']' | '}')
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '«' | '“' | '‘' | '(' | '[' | '{' | '-' | '–' | '—')
}

fn starts_sentence(c: char) -> bool {
    c.is_uppercase() || c.is_numeric() || matches!(c, '¿' | '¡')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn a_stop_before_a_capital_ends_a_sentence() {
        assert_eq!(
            cut("Sin fiebre. Ánimo bajo! ¿Dolor? 3 días… Alta."),
            ["Sin fiebre.", "Ánimo bajo!", "¿Dolor?", "3 días…", "Alta."]
        );
    }

    #[test]
    fn a_stop_before_a_small_letter_or_without_space_ends_none() {
        assert_eq!(cut("aprox. tres comp. de 1.5 mg c/8h.Luego"), ["aprox. tres comp. de 1.5 mg c/8h.Luego"]);
    }

    #[test]
    fn line_breaks_of_all_kinds_end_sentences_and_blank_lines_are_none() {
        assert_eq!(
            cut("\r\nuno\r\n\r\ndos \n tres\u{2028}cuatro\u{2029}cinco\u{85}seis\n"),
            ["uno", "dos", "tres", "cuatro", "cinco", "seis"]
        );
    }

    #[test]
    fn quotes_and_brackets_stay_with_their_sentence() {
        assert_eq!(
            cut("Dijo «me duele.» (Niega fiebre.) — Alta. -No. \"Vale.\" Fin"),
            ["Dijo «me duele.»", "(Niega fiebre.) — Alta.", "-No.", "\"Vale.\"", "Fin"]
        );
    }

    #[test]
    fn an_opening_before_a_small_letter_ends_no_sentence() {
        assert_eq!(cut("Ver fig. (abajo) y Fig. ( A)"), ["Ver fig. (abajo) y Fig. ( A)"]);
    }

    #[test]
    fn text_without_words_has_no_sentences() {
        assert_eq!(cut(""), [""; 0]);
        assert_eq!(cut(" \t\n\u{1c} \r\n"), [""; 0]);
    }

    proptest! {
        #[test]
        fn sentences_are_ordered_and_leave_out_only_white_space(text in "[aB1 .?¿\"(\\-\\n\\r»…ñ😀]{0,60}") {
            let mut end = 0;
            for span in sentences(&text) {
                prop_assert!(text[end..span.start].chars().all(char::is_whitespace));
                prop_assert!(span.start < span.end);
                prop_assert_eq!(text[span.start..span.end].trim(), &text[span.start..span.end]);
                prop_assert!(!text[span.start..span.end].contains(['\n', '\r']));
                end = span.end;
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
