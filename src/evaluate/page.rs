//! Scores and mistakes as one page of HTML.

use std::fmt::Write as _;

use super::{Case, Counts, Evaluation, Mistake, MistakeKind};
use crate::annotation::Annotation;
use crate::export::html::{Choice, Page, escape};
use crate::text::{Span, offsets_of};

/// Characters of the document shown on either side of a mistake.
const CONTEXT: usize = 60;

impl Evaluation {
    /// A page with the scores and every mistake in its context, to be chosen by label, kind and cause. It is whole in
    /// itself and needs no network. It holds text of the documents: keep it as they are kept.
    ///
    /// `cases` are those that were scored.
    pub fn to_html(&self, title: &str, cases: &[Case]) -> String {
        let labels = Choice::new("label", self.mistakes.iter().map(|mistake| &*mistake.annotation.label));
        let kinds = Choice::new("kind", self.mistakes.iter().map(|mistake| name_of(mistake.kind)));
        let causes = Choice::new("cause", self.mistakes.iter().map(cause_of));
        let mut body = String::from(
            "<table class=\"mistakes\">\n<tr><th>document<th>start<th>end<th>kind<th>label<th>cause<th>text<th>on the other side\n",
        );
        for (number, mistake) in self.mistakes.iter().enumerate() {
            let Some(case) = cases.get(mistake.case) else { continue };
            let label = labels.index(&mistake.annotation.label);
            let (kind, cause) = (kinds.index(name_of(mistake.kind)), causes.index(cause_of(mistake)));
            // Writing to a String cannot fail, here and below.
            let _ = write!(
                body,
                "<tr data-e=\"{number}\" data-label=\"{label}\" data-kind=\"{kind}\" data-cause=\"{cause}\""
            );
            body.push_str(" data-score=\"1\">");
            write_mistake(&mut body, case, mistake, label);
        }
        body.push_str("</table>\n");
        let intro = self.scores_table();
        Page { title, intro: &intro, choices: &[&labels, &kinds, &causes], has_scores: false, body: &body }.write()
    }

    fn scores_table(&self) -> String {
        let mut html = format!(
            "<p>Metric {}; documents: {}{}.</p>\n<table class=\"scores\">\n<tr><th><th>precision<th>recall<th>F1<th>right<th>spurious\
             <th>missed<th>gold\n",
            self.metric.name(),
            self.documents,
            self.only_labels.iter().map(|labels| format!("; only {}", escape(&labels.join(", ")))).collect::<String>()
        );
        let rows = [("micro", self.micro)].into_iter().chain(self.variants.iter().copied());
        rows.for_each(|(name, counts)| write_counts(&mut html, name, counts));
        let mean = self.macro_average;
        let _ = writeln!(html, "<tr><th>macro<td>{:.4}<td>{:.4}<td>{:.4}", mean.precision, mean.recall, mean.f1);
        self.labels.iter().for_each(|(label, counts)| write_counts(&mut html, label, *counts));
        html.push_str("</table>\n");
        if let Some(interval) = self.interval {
            let ((low, high), resamples) = (interval.f1, interval.resamples);
            let _ =
                writeln!(html, "<p>95 % of {resamples} resamples of the documents have F1 {low:.4} to {high:.4}.</p>");
        }
        html
    }
}

fn write_counts(html: &mut String, name: &str, counts: Counts) {
    let Counts { right, spurious, missed } = counts;
    let _ = write!(html, "<tr><th>{}<td>{:.4}", escape(name), counts.precision());
    let _ = write!(html, "<td>{:.4}<td>{:.4}", counts.recall(), counts.f1());
    let _ = writeln!(html, "<td>{right}<td>{spurious}<td>{missed}<td>{}", counts.support());
}

fn write_mistake(html: &mut String, case: &Case, mistake: &Mistake, label: usize) {
    let text = case.document.text();
    let span = mistake.annotation.span();
    let place = offsets_of(text, &[span]).first().map(|offsets| offsets.codepoint).unwrap_or_default();
    let _ = write!(html, "<td>{}<td>{}<td>{}", escape(&case.name), place.start, place.end);
    let _ =
        write!(html, "<td>{}<td>{}<td>{}", name_of(mistake.kind), escape(&mistake.annotation.label), cause_of(mistake));
    let _ = write!(html, "<td class=\"quote\">{}", escape(before(text, span.start)));
    let _ = write!(html, "<mark class=\"c{}\">{}</mark>", Choice::colour(label), escape(piece(text, span)));
    let _ = write!(html, "{}<td class=\"quote\">", escape(after(text, span.end)));
    if let Some(other) = &mistake.counterpart {
        let _ = write!(html, "{}: {}", escape(&other.label), escape(piece(text, other.span())));
    }
    html.push_str("</td>\n");
}

fn name_of(kind: MistakeKind) -> &'static str {
    match kind {
        MistakeKind::Missed => "missed",
        MistakeKind::Spurious => "spurious",
    }
}

/// What tells a mistake from its counterpart.
fn cause_of(mistake: &Mistake) -> &'static str {
    let Annotation { label, fragments } = &mistake.annotation;
    match &mistake.counterpart {
        None => "nothing there",
        Some(other) if other.fragments == *fragments => "other label",
        Some(other) if other.label == *label => "other border",
        Some(_) => "other label and border",
    }
}

fn piece(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

/// The end of the text before byte `end`.
fn before(text: &str, end: usize) -> &str {
    let text = text.get(..end).unwrap_or_default();
    let start = text.char_indices().rev().take(CONTEXT).last().map_or(end, |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// The start of the text from byte `start`.
fn after(text: &str, start: usize) -> &str {
    let text = text.get(start..).unwrap_or_default();
    let end = text.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}
