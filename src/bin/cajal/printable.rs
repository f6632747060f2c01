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
