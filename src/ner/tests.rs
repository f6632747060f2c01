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

/// An annotated document: its text and its annotations.
struct Gold {
    text: String,
    annotations: Vec<Annotation>,
}

/// The documents of one part of a corpus, in order of their names.
fn corpus(folder: &Path) -> Vec<Gold> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let ann = fs::read_to_string(path.with_extension("ann")).unwrap();
        let annotations = brat::read(&Document::new(text.as_str()), &ann).unwrap().annotations;
        Gold { text, annotations }
    };
    paths.iter().map(read).collect()
}

/// What a perfect tagger finds in a document: label and span.
fn ceiling(gold: &Gold, tokenizer: &Tokenizer) -> HashSet<(String, Span)> {
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
    entities.into_iter().map(|entity| (names[entity.label].to_owned(), entity.span)).collect()
}

/// Why no words can stand for an annotation.
fn reason(annotation: &Annotation, gold: &Gold) -> &'static str {
    let borders: HashSet<usize> = words(&gold.text).flat_map(|word| [word.span.start, word.span.end]).collect();
    let span = annotation.span();
    let shares = |other: &&Annotation| {
        let words = words(&gold.text).map(|word| word.span);
        let touched = |annotation: &Annotation, word: Span| {
            annotation.fragments.iter().any(|fragment| fragment.start < word.end && word.start < fragment.end)
        };
        *other != annotation && words.into_iter().any(|word| touched(annotation, word) && touched(other, word))
    };
    if annotation.fragments.len() > 1 {
        "in several fragments"
    } else if gold.annotations.iter().any(|other| shares(&other)) {
        "shares a word with another annotation"
    } else if !borders.contains(&span.start) || !borders.contains(&span.end) {
        "starts or ends inside a word, or with a space"
    } else {
        "no reason"
    }
}

#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    gold: usize,
    lost: BTreeMap<&'static str, usize>,
}

impl Score {
    fn add(&mut self, gold: &Gold, found: &HashSet<(String, Span)>) {
        let is_right = |annotation: &Annotation| {
            annotation.fragments.len() == 1 && found.contains(&(annotation.label.to_string(), annotation.span()))
        };
        let wanted: HashSet<(&str, &[Span])> =
            gold.annotations.iter().map(|one| (&*one.label, one.fragments.as_slice())).collect();
        self.found += found.len();
        self.gold += wanted.len();
        for (label, fragments) in wanted {
            let annotation = Annotation { label: label.into(), fragments: fragments.to_vec() };
            match is_right(&annotation) {
                true => self.right += 1,
                false => *self.lost.entry(reason(&annotation, gold)).or_default() += 1,
            }
        }
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold) as f64
    }
}

/// The best that any model can reach through this library, on whole documents with windows of 128 tokens:
///
/// ```text
/// cargo test --lib ner::tests::a_perfect_tagger -- --nocapture
/// ```
#[test]
fn a_perfect_tagger_keeps_nearly_every_entity() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.exists() {
        println!("skipped: there is no {}", corpora.display());
        return;
    }
    for (name, parts, least) in [
        // No tagger of words can reach more: spans that cut a word (`[cisplatin]o`, `[T3]L`), and spans inside other spans
        // (`carcinoma ductal (CDI) infiltrante` with `CDI`), of which a word can have one label only.
        ("pharmaconer", ["train", "dev"].as_slice(), 0.997),
        ("cantemist", &["train", "dev1", "dev2"], 0.991),
        ("meddocan", &["train", "dev"], 0.99),
    ] {
        let mut score = Score::default();
        let documents: Vec<Gold> = parts.iter().flat_map(|part| corpus(&corpora.join(name).join(part))).collect();
        for gold in &documents {
            score.add(gold, &ceiling(gold, tokenizer("roberta")));
        }
        let Score { right, found, gold, lost } = &score;
        println!(
            "{name}: {} documents, {right} of {gold} right, {found} found, strict F1 {:.4}",
            documents.len(),
            score.f1()
        );
        lost.iter().for_each(|(reason, count)| println!("  lost {count}: {reason}"));
        assert!(score.f1() >= least, "{name}: {}", score.f1());
        assert_eq!(lost.get("no reason"), None, "{name}: words, windows and decoding lose nothing by themselves");
    }
}
