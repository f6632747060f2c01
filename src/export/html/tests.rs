//! The page read back as a browser would, as far as its own tags go. scripts/test_html.sh does it with a real one.

use std::collections::BTreeMap;

use proptest::prelude::*;
use sha2::{Digest, Sha256};

use super::shell::{SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};
use super::*;
use crate::ner::NerAnswer;
use crate::text::{Document, Span, offsets_of};

fn answer(text: &str, spans: &[(usize, usize)]) -> NerAnswer {
    let spans: Vec<Span> = spans.iter().map(|(start, end)| Span { start: *start, end: *end }).collect();
    let entity = |(index, offsets)| Entity { label: format!("L{index}").into(), score: 0.5, offsets, model: index % 2 };
    NerAnswer {
        entities: offsets_of(text, &spans).into_iter().enumerate().map(entity).collect(),
        ..NerAnswer::default()
    }
}

fn page_of(text: &str, spans: &[(usize, usize)]) -> String {
    let (document, answer) = (Document::new(text), answer(text, spans));
    let models = ["uno".to_owned(), "dos".to_owned()];
    page("Prueba", &[Found { name: "nota.txt", models: &models, document: &document, answer: &answer }], &[])
}

/// The text between the tags, and the byte span of each entity, put together from the marks.
fn read_back(page: &str) -> (String, BTreeMap<usize, (usize, usize)>) {
    let mut rest = page.split_once("<div class=\"text\" lang=\"es\">").unwrap().1.split_once("</div>").unwrap().0;
    let (mut text, mut open, mut spans) = (String::new(), Vec::new(), BTreeMap::<usize, (usize, usize)>::new());
    while let Some((before, tag)) = rest.split_once('<') {
        let start = text.len();
        text.push_str(&unescape(before));
        for entity in &open {
            let span = spans.entry(*entity).or_insert((start, start));
            assert_eq!(span.1, start, "the marks of an entity have no gaps");
            span.1 = text.len();
        }
        let (tag, after) = tag.split_once('>').unwrap();
        match tag.split_once("data-e=\"") {
            Some((_, number)) => open.push(number.split_once('"').unwrap().0.parse().unwrap()),
            None => drop(open.pop().unwrap()),
        }
        rest = after;
    }
    text.push_str(&unescape(rest));
    (text, spans)
}

fn unescape(html: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#13;", "\r"), ("&amp;", "&")];
    pairs.iter().fold(html.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

#[test]
fn the_text_stands_on_the_page_as_it_was_given() {
    let text = "\n<script>alert('1')</script> & \"x\"\r\n\tñ 😀 </div>&amp;";
    let (read, spans) = read_back(&page_of(text, &[(1, 9)]));
    assert_eq!((read.as_str(), spans), (text, BTreeMap::from([(0, (1, 9))])));
}

#[test]
fn nul_is_shown_as_its_symbol() {
    assert_eq!(read_back(&page_of("a\0b", &[])).0, "a\u{2400}b");
}

#[test]
fn overlapping_entities_share_the_pieces_they_share() {
    let page = page_of("uno dos tres", &[(0, 7), (4, 12), (4, 7)]);
    assert_eq!(read_back(&page).1, BTreeMap::from([(0, (0, 7)), (1, (4, 12)), (2, (4, 7))]));
    // The piece in three entities: the outermost line lies lowest, and each name stands where its entity ends.
    let piece = "<mark class=\"c0 d2\" data-e=\"0\" title=\"L0 0.5000 uno\" data-end=\"L0\">\
                 <mark class=\"c1 d1\" data-e=\"1\" title=\"L1 0.5000 dos\">\
                 <mark class=\"c2 d0\" data-e=\"2\" title=\"L2 0.5000 uno\" data-end=\"L2\">dos</mark></mark></mark>";
    assert!(page.contains(piece), "{page}");
}

#[test]
fn names_labels_and_models_cannot_write_html() {
    let document = Document::new("PTH");
    let mut answer = answer("PTH", &[(0, 3)]);
    answer.entities[0].label = "<b id=x>\"'".into();
    let models = ["<i onload=x>\"'".to_owned()];
    let page = page("<u>", &[Found { name: "<s>\"", models: &models, document: &document, answer: &answer }], &[]);
    assert!(!page.contains("<b ") && !page.contains("<i ") && !page.contains("<u>") && !page.contains("<s>"));
    assert!(page.contains("data-end=\"&lt;b id=x&gt;&quot;&#39;\""));
}

#[test]
fn entities_are_numbered_over_all_documents() {
    let document = Document::new("PTH");
    let answer = answer("PTH", &[(0, 3)]);
    let models = ["uno".to_owned()];
    let found = Found { name: "nota", models: &models, document: &document, answer: &answer };
    let page = page("Dos", &[found, found], &[]);
    assert!(page.contains("<tr data-e=\"0\"") && page.contains("<tr data-e=\"1\""));
    assert!(page.contains("<span>L0</span> 2</label>"), "the legend counts both");
}

#[test]
fn the_policy_names_the_style_and_the_script_by_their_hashes() {
    assert_eq!((STYLE_HASH, SCRIPT_HASH), (&*base64_sha256(STYLE), &*base64_sha256(SCRIPT)));
    let page = page_of("PTH", &[]);
    assert!(page.contains(&format!("script-src 'sha256-{SCRIPT_HASH}'")) && page.contains("default-src 'none'"));
    assert!(page.contains(&format!("<script>{SCRIPT}</script>")) && page.contains(&format!("<style>{STYLE}</style>")));
}

#[test]
fn nothing_on_the_page_leads_elsewhere() {
    let page = page_of("PTH", &[(0, 3)]);
    for link in ["http:", "https:", "src=", "href=", "url(", "@import", "//"] {
        assert!(!page.contains(link), "{link}");
    }
}

fn base64_sha256(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    // 32 bytes are ten groups of three and one of two.
    let groups = Sha256::digest(text).chunks(3).fold(String::new(), |mut encoded, group| {
        let bits = group.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        (0..=group.len()).for_each(|digit| encoded.push(char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63])));
        encoded
    });
    groups + "="
}

proptest! {
    #[test]
    fn any_entities_are_read_back(
        text in "[a-z<>&'\"ñ😀\\r\\n ]{1,40}",
        cuts in prop::collection::vec((0usize..40, 1usize..=40), 0..7),
    ) {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut spans: Vec<(usize, usize)> = cuts
            .iter()
            .map(|(a, length)| {
                let first = a % (borders.len() - 1);
                (borders[first], borders[(first + length).min(borders.len() - 1)])
            })
            .collect();
        spans.sort_unstable();
        let (read, found) = read_back(&page_of(&text, &spans));
        prop_assert_eq!(read, text);
        prop_assert_eq!(found, spans.into_iter().enumerate().collect());
    }
}
