//! Reading the golden files of tests/data/golden, and opening the models that they speak of.

use std::fs;
use std::path::{Path, PathBuf};

use cajal::{Model, ModelOptions};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::random_checkpoint::Spec;

/// tokens-NAME.json.
#[derive(Deserialize)]
pub struct TokenFile {
    pub mask_token: String,
    pub mask_id: u32,
    pub sentences: Vec<Tokens>,
}

/// The tokens of one text.
#[derive(Deserialize)]
pub struct Tokens {
    /// In code points.
    pub words: Vec<(usize, usize)>,
    /// Tokens of each word.
    pub counts: Vec<usize>,
    /// The words given as words.
    pub ids: Vec<u32>,
    /// The text as it stands.
    pub masked: Vec<u32>,
}

/// logits-NAME.json.
#[derive(Deserialize)]
pub struct LogitFile {
    /// The random checkpoint, or none for a shipped model.
    pub checkpoint: Option<Spec>,
    /// The shipped model's folder.
    pub folder: Option<String>,
    #[serde(default)]
    pub fixed_ids: Vec<usize>,
    pub long: Row,
    pub sentences: Vec<Row>,
}

/// What transformers makes of one text.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Row {
    pub ids: Vec<u32>,
    /// Rows with a mask.
    pub at: Vec<usize>,
    /// The best column of each row; -1 where two are as good.
    pub argmax: Vec<i64>,
    pub logits: Vec<f32>,
    pub full: Vec<VocabularyRow>,
    /// Label, start and end in code points, score.
    pub entities: Vec<(String, usize, usize, f32)>,
    /// The best tokens of each mask with their scores.
    pub predictions: Vec<Vec<(u32, f32)>>,
}

/// Some numbers of a row that is as wide as the vocabulary.
#[derive(Deserialize)]
pub struct VocabularyRow {
    pub top: Vec<(usize, f32)>,
    /// Logits of `fixed_ids`.
    pub fixed: Vec<f32>,
    pub logsumexp: f64,
}

/// The folder of the golden files: `CAJAL_GOLDEN` for a set made with other arguments (scripts/check_parity.sh).
pub fn folder() -> PathBuf {
    std::env::var_os("CAJAL_GOLDEN").map_or_else(checked_in, PathBuf::from)
}

/// The folder of the golden files in the repository.
pub fn checked_in() -> PathBuf {
    root().join("tests/data/golden")
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One golden file.
pub fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn tokens(name: &str) -> TokenFile {
    read(&checked_in().join(format!("tokens-{name}.json")))
}

pub fn logits(name: &str) -> LogitFile {
    read(&folder().join(format!("logits-{name}.json")))
}

/// The 200 texts, with the mask token of a model in them.
pub fn texts(mask_token: &str) -> Vec<String> {
    #[derive(Deserialize)]
    struct File {
        sentences: Vec<Sentence>,
    }
    #[derive(Deserialize)]
    struct Sentence {
        text: String,
    }
    let file: File = read(&root().join("tests/golden/sentences.json"));
    file.sentences.into_iter().map(|sentence| sentence.text.replace("{mask}", mask_token)).collect()
}

impl LogitFile {
    /// The model, from a random checkpoint written for it or from the repository.
    pub fn open(&self) -> Model {
        match &self.checkpoint {
            Some(spec) => open_random(spec),
            None => load(&root().join(self.folder.as_deref().unwrap())),
        }
    }

    /// Which tokens-NAME.json the rows belong to.
    pub fn tokenizer(&self) -> &str {
        self.checkpoint.as_ref().map_or("roberta", |spec| &spec.tokenizer)
    }
}

/// Writes a random checkpoint and loads it.
pub fn open_random(spec: &Spec) -> Model {
    let folder = tempfile::tempdir().unwrap();
    spec.write(folder.path());
    load(folder.path())
}

/// Loads a model with one thread a run, so that tests beside each other do not fight over the cores.
pub fn load(folder: &Path) -> Model {
    let options = ModelOptions { threads: Some(1), ..ModelOptions::default() };
    Model::load(folder, &options).unwrap_or_else(|error| panic!("{error}"))
}
