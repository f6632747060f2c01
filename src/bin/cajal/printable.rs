//! Text made safe for a terminal.

/// The text with characters that steer a terminal or reorder a line written as escapes.
pub fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if c.is_control() => shown.extend(c.escape_default()),
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                shown.extend(c.escape_default())
            }
            _ => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_steers_a_terminal_or_reorders_a_line_is_escaped() {
        assert_eq!(
            printable("a\u{1b}[2J\u{9b}31m\u{202e}b\u{2066}c\0"),
            "a\\u{1b}[2J\\u{9b}31m\\u{202e}b\\u{2066}c\\u{0}"
        );
    }

    #[test]
    fn letters_marks_and_emoji_stay() {
        assert_eq!(printable("n\u{303}o 😀 «ácido»"), "n\u{303}o 😀 «ácido»");
    }
}
