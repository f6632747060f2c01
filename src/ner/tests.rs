//! Words, windows and decoding with an oracle in the model's place: it knows each word's tag and no window.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::reader::{Reader, Work};
use crate::annotation::{Annotation, Place, Projection};
use crate::decode::{Decoder, RawEntity};
use crate::export::brat;
use crate::label::{LabelSet, Part, Tag};
use crate::text::{Document, Span, words};
use crate::tokenizer::Tokenizer;
use crate::tokenizer::tests::load;
use crate::window::Limits;

/// All windows of a text.
fn read(text: &str, tokenizer: &Tokenizer, limits: Limits) -> Vec<Work> {
    let mut reader = Reader::new(tokenizer, limits);
    let mut work = Vec::new();
    for word in words(text) {
        reader.push(&text[word.span.start..word.span.end], word.span, word.ends_sentence).unwrap();
        work.extend(std::iter::from_fn(|| reader.pop()));
    }
    reader.finish();
    work.extend(std::iter::from_fn(|| reader.pop()));
    work
}

fn decode(spans: impl IntoIterator<Item = Span>, oracle: impl Fn(Span) -> Tag) -> Vec<RawEntity> {
    let mut decoder = Decoder::default();
    let mut entities: Vec<RawEntity> =
        spans.into_iter().filter_map(|span| decoder.push(span, oracle(span), 0.5)).collect();
    entities.extend(decoder.finish());
    entities
}

/// The tokens of a word by itself.
fn tokens_of(word: &str, tokenizer: &Tokenizer) -> Vec<u32> {
    let mut ids = Vec::new();
    tokenizer.word_encoder(usize::MAX).encode(word, &mut ids).unwrap();
    ids
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn windowed_decoding_equals_decoding_the_whole_text(
        text in "([a-zñóA-Z0-9]{1,9}|[.,;:()/ \\n😀\u{200b}\u{301}-]|\\. [A-Z]| <s> ){0,120}",
        family in prop::sample::select(vec!["roberta", "xlmr", "bert-uncased"]),
        (window, overlap) in (1usize..60).prop_flat_map(|window| (Just(window), 0..=window / 2)),
        seed in 1usize..1_000_000,
    ) {
        let tokenizer = tokenizer(family);
        let labels = LabelSet::new(&["O", "B-X", "I-X", "B-Y", "I-Y"].map(str::to_owned));
        let oracle = |span: Span| labels.tag((span.start + 1) * seed % 7919 % 5);
        let work = read(&text, tokenizer, Limits::new(window, overlap).unwrap());
        let spans = words(&text).map(|word| word.span);
        let spans: Vec<Span> =
            spans.filter(|span| !tokens_of(&text[span.start..span.end], tokenizer).is_empty()).collect();
        let decided: Vec<Span> = work.iter().flat_map(|work| work.spans.clone()).collect();
        prop_assert_eq!(decode(decided, oracle), decode(spans, oracle));
    }

    #[test]
    fn every_row_is_the_first_token_of_its_word(
        text in "([a-zñó]{1,12}[ .,\\n]){0,60}",
        family in prop::sample::select(vec!["roberta", "xlmr", "bert-uncased"]),
        window in 1usize..40,
    ) {
        let tokenizer = tokenizer(family);
        for Work { ids, rows, spans } in read(&text, tokenizer, Limits::new(window, window / 4).unwrap()) {
            prop_assert!(ids.len() <= window + 2);
            for (row, span) in rows.iter().zip(&spans) {
                let tokens = tokens_of(&text[span.start..span.end], tokenizer);
                let shown = tokens.len().min(window);
                prop_assert_eq!(&ids[*row..*row + shown], &tokens[..shown]);
            }
        }
    }
}

fn tokenizer(family: &str) -> &'static Tokenizer {
    use std::sync::LazyLock;
    static ALL: LazyLock<HashMap<&str, Tokenizer>> =
        LazyLock::new(|| ["roberta", "xlmr", "bert-uncased"].map(|name| (name, load(name))).into());
    &ALL[family]
}

/// An annotated document.
struct Gold {
    text: String,
    /// Each once.
    annotations: Vec<Annotation>,
    /// Those whose line says another text than the document has at their offsets.
    misplaced: HashSet<Annotation>,
}

impl Gold {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let ann = fs::read_to_string(path.with_extension("ann")).unwrap();
        let document = Document::new(text.as_str());
        let brat::BratFile { mut annotations, mismatches } = brat::read(&document, &ann).unwrap();
        let mut seen = HashSet::new();
        annotations.retain(|annotation| seen.insert(annotation.clone()));
        let lines: Vec<&str> = ann.split('\n').collect();
        let read = |number: usize| brat::read(&document, lines[number - 1]).unwrap().annotations;
        Self { text, annotations, misplaced: mismatches.into_iter().flat_map(read).collect() }
    }
}

/// The documents of some parts of a corpus.
fn corpus(folder: &Path, parts: &[&str]) -> Vec<Gold> {
    let entries = parts.iter().flat_map(|part| fs::read_dir(folder.join(part)).unwrap());
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    paths.iter().map(|path| Gold::read(path)).collect()
}

/// What a perfect tagger finds in a document.
fn ceiling(gold: &Gold, tokenizer: &Tokenizer) -> HashSet<Annotation> {
    let spans: Vec<Span> = words(&gold.text).map(|word| word.span).collect();
    let places = Projection::new(std::slice::from_ref(&spans), &gold.annotations).sentences.concat();
    let names: Vec<&str> = gold.annotations.iter().map(|annotation| &*annotation.label).collect();
    // A label is the place of its first annotation.
    let label = |index: usize| names.iter().position(|name| *name == names[index]).unwrap();
    let tag = |place: Place| match place {
        Place::Outside => Tag::Outside,
        Place::First(index) => Tag::Entity { part: Part::Begin, label: label(index) },
        Place::Further(index) => Tag::Entity { part: Part::Inside, label: label(index) },
    };
    let tags: HashMap<Span, Tag> = spans.into_iter().zip(places.into_iter().map(tag)).collect();
    let work = read(&gold.text, tokenizer, Limits::new(128, 32).unwrap());
    let entities = decode(work.into_iter().flat_map(|work| work.spans), |span| tags[&span]);
    entities.into_iter().map(|entity| Annotation::new(names[entity.label], entity.span)).collect()
}

fn overlap(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}

/// The most annotations that can be found together where no two entities overlap, whatever words are: of those that
/// overlap, the one that ends first leaves the most room.
fn most_without_overlap(annotations: &[Annotation]) -> usize {
    let mut spans: Vec<Span> = annotations.iter().map(Annotation::span).collect();
    spans.sort_by_key(|span| span.end);
    let mut end = 0;
    let fits = |span: &&Span| {
        let fits = span.start >= end;
        end = if fits { span.end } else { end };
        fits
    };
    spans.iter().filter(fits).count()
}

/// Why no words can stand for an annotation.
fn reason(annotation: &Annotation, gold: &Gold) -> &'static str {
    let span = annotation.span();
    let others = || gold.annotations.iter().filter(|other| *other != annotation).map(Annotation::span);
    let cut = words(&gold.text).map(|word| word.span);
    let mut cut = cut.filter(|word| [span.start, span.end].iter().any(|at| (word.start + 1..word.end).contains(at)));
    let Some(word) = cut.next() else {
        return if others().any(|other| overlap(other, span)) { OVERLAPS } else { "no reason" };
    };
    let at = if (word.start + 1..word.end).contains(&span.start) { span.start } else { span.end };
    let before = gold.text[..at].chars().next_back().unwrap();
    let after = gold.text[at..].chars().next().unwrap();
    if gold.misplaced.contains(annotation) {
        "the annotation's own text stands elsewhere"
    } else if others().any(|other| overlap(other, span)) {
        OVERLAPS
    } else if before.is_numeric() != after.is_numeric() {
        "cuts a word between a letter and a digit"
    } else if before.is_lowercase() && after.is_uppercase() {
        "cuts a word between a small and a capital letter"
    } else {
        "cuts a word elsewhere"
    }
}

const OVERLAPS: &str = "overlaps another annotation";

#[derive(Default)]
struct Score {
    documents: usize,
    gold: usize,
    found: usize,
    right: usize,
    most: usize,
    lost: BTreeMap<&'static str, usize>,
}

impl Score {
    fn of(documents: &[Gold]) -> Self {
        let mut score = Self { documents: documents.len(), ..Self::default() };
        for gold in documents {
            let found = ceiling(gold, tokenizer("roberta"));
            score.gold += gold.annotations.len();
            score.found += found.len();
            score.most += most_without_overlap(&gold.annotations);
            for annotation in &gold.annotations {
                match found.contains(annotation) {
                    true => score.right += 1,
                    false => *score.lost.entry(reason(annotation, gold)).or_default() += 1,
                }
            }
        }
        score
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold) as f64
    }

    /// What nothing can exceed that gives a stretch of text one label.
    fn flat_f1(&self) -> f64 {
        2.0 * self.most as f64 / (self.most + self.gold) as f64
    }
}

/// The best that any model can reach through this library, on whole documents with windows of 128 tokens. Prints Markdown:
///
/// ```text
/// cargo test --lib a_perfect_tagger -- --nocapture
/// ```
#[test]
fn a_perfect_tagger_loses_only_what_no_words_can_hold() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.exists() {
        println!("skipped: there is no {}", corpora.display());
        return;
    }
    println!("\n| corpus | documents | gold | right | found | strict F1 | without overlaps at most | lost |");
    println!("|---|---|---|---|---|---|---|---|");
    for (name, parts, least) in [
        ("pharmaconer", ["train", "dev"].as_slice(), 0.997),
        ("cantemist", &["train", "dev1", "dev2"], 0.991),
        ("meddocan", &["train", "dev"], 0.999),
    ] {
        let score = Score::of(&corpus(&corpora.join(name), parts));
        let Score { documents, gold, right, found, lost, .. } = &score;
        let (f1, flat_f1) = (score.f1(), score.flat_f1());
        let lost_for: Vec<String> = lost.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
        let lost_for = lost_for.join(", ");
        println!("| {name} | {documents} | {gold} | {right} | {found} | {f1:.4} | {flat_f1:.4} | {lost_for} |");
        assert!(f1 >= least, "{name}: {f1}");
        assert_eq!(lost.get("no reason"), None, "{name}: windows, merge and decoding lose nothing by themselves");
    }
}
