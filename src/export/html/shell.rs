//! What every page has: head, policy, style, filters, script.

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const SCRIPT: &str = include_str!("page.js");

/// SHA-256 of the style and the script, for the policy: nothing else on the page is obeyed, wherever it came from.
pub(super) const STYLE_HASH: &str = "sJiUKs0MWHlWkYWkcLn2m3uRRxlMPkFuSJfuzzt+4CU=";
pub(super) const SCRIPT_HASH: &str = "Ktxd4V01jwphvmYIwUc0kvKKkcJQ8E2sbEFFqW7IRU0=";

/// Colours of the style sheet.
const COLOURS: usize = 12;

/// Values of one kind that a reader may choose from, each with how often it stands on the page.
pub(crate) struct Choice<'a> {
    /// What the kind is called: rows of the page have the index of their value as `data-` and this.
    kind: &'static str,
    values: BTreeMap<&'a str, usize>,
}

impl<'a> Choice<'a> {
    /// A choice among `values`.
    pub(crate) fn new(kind: &'static str, values: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = BTreeMap::new();
        values.for_each(|value| *counts.entry(value).or_default() += 1);
        Self { kind, values: counts }
    }

    /// The index of a value in alphabetical order.
    pub(crate) fn index(&self, value: &str) -> usize {
        self.values.range(..value).count()
    }

    /// The colour of the label with this index, a number of the style sheet; further labels use them again.
    pub(crate) fn colour(index: usize) -> usize {
        index % COLOURS
    }

    fn write(&self) -> String {
        let mut html = format!("<fieldset><legend>{}</legend>\n", escape(self.kind));
        for (index, (value, count)) in self.values.iter().enumerate() {
            let colour =
                if self.kind == "label" { format!(" class=\"c{}\"", Self::colour(index)) } else { String::new() };
            // Writing to a String cannot fail.
            let _ = writeln!(
                html,
                "<label{colour}><input type=\"checkbox\" name=\"{}\" value=\"{index}\" checked><span>{}</span> {count}</label>",
                self.kind,
                escape(value)
            );
        }
        html.push_str("</fieldset>\n");
        html
    }
}

/// A page to be written. Rows that can be chosen have `data-e`, `data-score` and a `data-` for each choice; marks with
/// the same `data-e` go with them.
pub(crate) struct Page<'a> {
    pub(crate) title: &'a str,
    /// HTML above the filters.
    pub(crate) intro: &'a str,
    pub(crate) choices: &'a [&'a Choice<'a>],
    /// Whether rows can be chosen by their score.
    pub(crate) has_scores: bool,
    /// HTML below the filters.
    pub(crate) body: &'a str,
}

impl Page<'_> {
    pub(crate) fn write(&self) -> String {
        let title = escape(self.title);
        let choices: String = self.choices.iter().map(|choice| choice.write()).collect();
        let score = if self.has_scores { SCORE } else { "" };
        let Self { intro, body, .. } = self;
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{STYLE_HASH}'; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{intro}\
             <form id=\"filters\" autocomplete=\"off\">\n{choices}{score}<p><output id=\"shown\"></output></p>\n</form>\n\
             <main>\n{body}</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
        )
    }
}

const SCORE: &str = "<fieldset><legend>score</legend>\n<label>at least <input type=\"range\" id=\"score\" min=\"0\" \
                     max=\"1\" step=\"0.01\" value=\"0\"> <output id=\"least\">0.00</output></label>\n</fieldset>\n";

/// Text for any place in a page outside style and script. A carriage return would be read as a line feed, and NUL is
/// not allowed.
pub(crate) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\r' => html.push_str("&#13;"),
            '\0' => html.push('\u{2400}'),
            _ => html.push(c),
        }
    }
    html
}
