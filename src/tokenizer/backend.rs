//! The files into the `tokenizers` crate's tokenizer.

use serde::Deserialize;
use serde_json::value::RawValue;
use tokenizers::models::bpe::{BPE, Vocab};
use tokenizers::models::unigram::Unigram;
use tokenizers::models::wordlevel::WordLevel;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{
    AddedToken, AddedVocabulary, Model, ModelWrapper, NormalizerWrapper, PostProcessorWrapper, PreTokenizerWrapper,
};

use super::Family;
use super::config::{Settings, TokenizerConfig, damaged};
use super::files::TokenizerFiles;
use super::special::Names;
use crate::error::{Error, ErrorCode, Result};

pub(super) type Backend = tokenizers::Tokenizer;

/// A tokenizer before it is put together.
pub(super) struct Parts {
    model: ModelWrapper,
    normalizer: Option<NormalizerWrapper>,
    pre_tokenizer: Option<PreTokenizerWrapper>,
    post_processor: Option<PostProcessorWrapper>,
    /// Tokens that are found in a text before all else, with their ids.
    added: Vec<ListedToken>,
}

#[derive(Debug, Deserialize)]
struct ListedToken {
    id: u32,
    #[serde(flatten)]
    token: AddedToken,
}

/// Reads the best of the files that are there, and says which it was.
pub(super) fn read(files: &TokenizerFiles, settings: &Settings, family: Family) -> Result<(Parts, String)> {
    let config = settings.config.as_ref();
    if let Some(json) = &files.tokenizer_json {
        let file = files.path_of("tokenizer.json");
        let mut parts = Parts::from_json(json, &file)?;
        parts.follow_class(config, family);
        return Ok((parts, file));
    }
    match (family, &files.vocab_json, &files.merges_txt, &files.vocab_txt) {
        (Family::Roberta, Some(vocab), Some(merges), _) => {
            let merges_file = files.path_of("merges.txt");
            let merges = read_merges(merges, &merges_file)?;
            let file = files.path_of("vocab.json");
            Ok((Parts::from_vocab_and_merges(vocab, merges, config, &file)?, file))
        }
        (Family::Bert, _, _, Some(vocab)) => {
            let file = files.path_of("vocab.txt");
            Ok((Parts::from_vocab_txt(vocab, config, &file)?, file))
        }
        _ => Err(missing(files, family)),
    }
}

impl Parts {
    /// Truncation and padding are left unread: they would cut and fill in silence.
    fn from_json(json: &[u8], file: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct TokenizerJson<'a> {
            #[serde(default)]
            added_tokens: Vec<ListedToken>,
            normalizer: Option<NormalizerWrapper>,
            pre_tokenizer: Option<PreTokenizerWrapper>,
            post_processor: Option<PostProcessorWrapper>,
            #[serde(borrow)]
            model: &'a RawValue,
        }
        let json: TokenizerJson<'_> = serde_json::from_slice(json).map_err(|source| damaged(file, source))?;
        let special = json.added_tokens.iter().filter(|listed| listed.token.special);
        let special: Vec<&str> = special.map(|listed| listed.token.content.as_str()).collect();
        Ok(Self {
            model: read_model(json.model, &special).map_err(|source| damaged(file, source))?,
            normalizer: json.normalizer,
            pre_tokenizer: json.pre_tokenizer,
            post_processor: json.post_processor,
            added: json.added_tokens,
        })
    }

    fn from_vocab_and_merges(
        vocab: &[u8],
        merges: Vec<(String, String)>,
        config: Option<&TokenizerConfig>,
        file: &str,
    ) -> Result<Self> {
        let vocab: Vocab = serde_json::from_slice(vocab).map_err(|source| damaged(file, source))?;
        let model = BpeJson { vocab, merges: Merges::Pairs(merges), ..BpeJson::default() };
        Ok(Self {
            model: model.build().map_err(|source| damaged(file, source))?.into(),
            normalizer: None,
            pre_tokenizer: Some(byte_level(config)),
            post_processor: None,
            added: Vec::new(),
        })
    }

    fn from_vocab_txt(vocab: &[u8], config: Option<&TokenizerConfig>, file: &str) -> Result<Self> {
        let vocab = WordPiece::read_bytes(vocab).map_err(|source| damaged(file, source))?;
        let model = WordPiece::builder().vocab(vocab).build().map_err(|source| damaged(file, source))?;
        Ok(Self {
            model: model.into(),
            normalizer: Some(bert_normalizer(config)),
            pre_tokenizer: Some(BertPreTokenizer.into()),
            post_processor: None,
            added: Vec::new(),
        })
    }

    /// Lets the family's own class decide what it decides in transformers, whatever `tokenizer.json` says: the space
    /// before a text (RoBERTa), case and accents (BERT). Without a `tokenizer_config.json`, or with a class that takes
    /// `tokenizer.json` as it is, nothing changes.
    fn follow_class(&mut self, config: Option<&TokenizerConfig>, family: Family) {
        let Some(config) = config else { return };
        let class = config.tokenizer_class.as_deref().map(|class| class.trim_end_matches("Fast"));
        match (&self.model, family) {
            (ModelWrapper::BPE(_), Family::Roberta) if class.is_none_or(|class| class == "RobertaTokenizer") => {
                if let Some(PreTokenizerWrapper::ByteLevel(_)) = self.pre_tokenizer {
                    self.pre_tokenizer = Some(byte_level(Some(config)));
                }
            }
            (ModelWrapper::WordPiece(_), Family::Bert) if class.is_none_or(|class| class == "BertTokenizer") => {
                self.normalizer = Some(bert_normalizer(Some(config)));
            }
            _ => {}
        }
    }

    /// Adds the tokens of the small files: those with ids of their own, and those with a role, which become special.
    pub(super) fn add_tokens(&mut self, settings: &Settings, names: &Names, file: &str) -> Result<()> {
        for (id, entry) in &settings.added {
            match self.added.iter_mut().find(|listed| listed.token.content == entry.text()) {
                Some(listed) if listed.id != *id => return Err(two_ids(file, entry.text(), listed.id, *id)),
                Some(listed) => entry.overrule(&mut listed.token),
                None => self.added.push(ListedToken { id: *id, token: entry.to_added() }),
            }
        }
        for entry in names.all() {
            match self.added.iter_mut().find(|listed| listed.token.content == entry.text()) {
                Some(listed) => listed.token.special = true,
                None => {
                    let token = entry.to_added().special(true).normalized(false);
                    let token = if names.strips_left_unsaid(entry) { token.lstrip(true) } else { token };
                    let id = self.model.token_to_id(entry.text());
                    self.added.extend(id.map(|id| ListedToken { id, token }));
                }
            }
        }
        let contradiction = self.added.iter().find_map(|listed| {
            let id = self.model.token_to_id(&listed.token.content).filter(|id| *id != listed.id)?;
            Some(two_ids(file, &listed.token.content, listed.id, id))
        });
        contradiction.map_or(Ok(()), Err)
    }

    pub(super) fn assemble(mut self, file: &str) -> Result<Backend> {
        check_unknown(&self.model, file)?;
        // As for BPE: no words of the documents may stay behind.
        self.model.resize_cache(0);
        let vocabulary = added_vocabulary(self.added, self.normalizer.as_ref()).map_err(|e| damaged(file, e))?;
        let mut backend = Backend::new(self.model);
        backend.with_normalizer(self.normalizer).map_err(|source| damaged(file, source))?;
        backend.with_pre_tokenizer(self.pre_tokenizer);
        backend.with_post_processor(self.post_processor);
        backend.with_added_vocabulary(vocabulary);
        backend.set_encode_special_tokens(true);
        Ok(backend)
    }
}

/// The added tokens with the ids they are listed with. The crate takes ids from a model's vocabulary only, so it is given
/// one that has just these.
fn added_vocabulary(
    added: Vec<ListedToken>,
    normalizer: Option<&NormalizerWrapper>,
) -> tokenizers::Result<AddedVocabulary> {
    let ids: Vocab = added.iter().map(|listed| (listed.token.content.clone(), listed.id)).collect();
    let ids = WordLevel::builder().vocab(ids).build()?;
    let mut vocabulary = AddedVocabulary::new();
    vocabulary.add_tokens(added.into_iter().map(|listed| listed.token), &ids, normalizer)?;
    Ok(vocabulary)
}

fn read_model(json: &RawValue, special: &[&str]) -> tokenizers::Result<ModelWrapper> {
    #[derive(Deserialize)]
    struct Kind {
        r#type: Option<String>,
    }
    let kind: Kind = serde_json::from_str(json.get())?;
    Ok(match kind.r#type.as_deref() {
        Some("BPE") => serde_json::from_str::<BpeJson>(json.get())?.build()?.into(),
        Some("WordPiece") => serde_json::from_str::<WordPiece>(json.get())?.into(),
        Some("Unigram") => read_unigram(json, special)?.into(),
        other => return Err(format!("a model of type {other:?} is not supported").into()),
    })
}

/// A BPE model as it is written, without the dropout: an answer must not depend on chance.
#[derive(Default, Deserialize)]
#[serde(default)]
struct BpeJson {
    vocab: Vocab,
    merges: Merges,
    unk_token: Option<String>,
    continuing_subword_prefix: Option<String>,
    end_of_word_suffix: Option<String>,
    fuse_unk: bool,
    byte_fallback: bool,
    ignore_merges: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Merges {
    Pairs(Vec<(String, String)>),
    Lines(Vec<String>),
}

impl Default for Merges {
    fn default() -> Self {
        Self::Pairs(Vec::new())
    }
}

impl Merges {
    fn into_pairs(self) -> tokenizers::Result<Vec<(String, String)>> {
        match self {
            Self::Pairs(pairs) => Ok(pairs),
            Self::Lines(lines) => pairs_of(lines.iter().map(String::as_str)),
        }
    }
}

impl BpeJson {
    fn build(self) -> tokenizers::Result<BPE> {
        let merges = self.merges.into_pairs()?;
        let prefix = self.continuing_subword_prefix.unwrap_or_default();
        check_merges(&self.vocab, &merges, &prefix)?;
        // No cache: it would keep words of the documents for as long as a thread lives.
        let mut builder = BPE::builder().vocab_and_merges(self.vocab, merges).cache_capacity(0);
        builder = builder.fuse_unk(self.fuse_unk).byte_fallback(self.byte_fallback).ignore_merges(self.ignore_merges);
        if !prefix.is_empty() {
            builder = builder.continuing_subword_prefix(prefix);
        }
        if let Some(suffix) = self.end_of_word_suffix.filter(|suffix| !suffix.is_empty()) {
            builder = builder.end_of_word_suffix(suffix);
        }
        if let Some(unknown) = self.unk_token {
            builder = builder.unk_token(unknown);
        }
        builder.build()
    }
}

/// The crate's own check comes after it has copied the pieces, and it panics on some merges that are not of this vocabulary.
fn check_merges(vocab: &Vocab, merges: &[(String, String)], prefix: &str) -> tokenizers::Result<()> {
    let mut merged = String::new();
    for (number, (left, right)) in merges.iter().enumerate() {
        merged.clear();
        merged.push_str(left);
        merged.push_str(right.strip_prefix(prefix).unwrap_or_default());
        let known = [left, right, &merged].iter().all(|piece| vocab.contains_key(piece.as_str()));
        if !known || !right.starts_with(prefix) {
            return Err(format!("merge {} is not of this vocabulary", number + 1).into());
        }
    }
    Ok(())
}

/// A SentencePiece vocabulary has the special tokens among its pieces, so that `<s>` in a text would become one. Their
/// pieces are renamed with a space, which no text that reaches the model holds.
fn read_unigram(json: &RawValue, special: &[&str]) -> tokenizers::Result<Unigram> {
    #[derive(Deserialize)]
    struct UnigramJson {
        vocab: Vec<(String, f64)>,
        unk_id: Option<usize>,
        #[serde(default)]
        byte_fallback: bool,
    }
    let mut model: UnigramJson = serde_json::from_str(json.get())?;
    for (piece, _) in model.vocab.iter_mut().filter(|(piece, _)| special.contains(&piece.as_str())) {
        piece.insert(0, ' ');
    }
    Unigram::from(model.vocab, Some(model.unk_id.ok_or("unk_id is missing")?), model.byte_fallback)
}

/// What is unknown must have a token, or encoding a text could fail.
fn check_unknown(model: &ModelWrapper, file: &str) -> Result<()> {
    let token = match model {
        ModelWrapper::BPE(model) => model.unk_token.as_deref(),
        ModelWrapper::WordPiece(model) => Some(model.unk_token.as_str()),
        ModelWrapper::WordLevel(_) | ModelWrapper::Unigram(_) => None,
    };
    match token {
        Some(token) if model.token_to_id(token).is_none() => {
            let message = format!("{file}: the vocabulary lacks {token:?}, its own token for what is unknown");
            Err(Error::new(ErrorCode::TokenizerInvalid, message))
        }
        _ => Ok(()),
    }
}

fn byte_level(config: Option<&TokenizerConfig>) -> PreTokenizerWrapper {
    let add_prefix_space = config.and_then(|config| config.add_prefix_space).unwrap_or(false);
    ByteLevel::default().add_prefix_space(add_prefix_space).into()
}

fn bert_normalizer(config: Option<&TokenizerConfig>) -> NormalizerWrapper {
    let default = TokenizerConfig::default();
    let config = config.unwrap_or(&default);
    let mut normalizer = BertNormalizer::default();
    normalizer.lowercase = config.do_lower_case.unwrap_or(true);
    normalizer.strip_accents = config.strip_accents;
    normalizer.handle_chinese_chars = config.tokenize_chinese_chars.unwrap_or(true);
    normalizer.into()
}

/// `merges.txt`: after an optional version line, two pieces a line.
fn read_merges(bytes: &[u8], file: &str) -> Result<Vec<(String, String)>> {
    let text = std::str::from_utf8(bytes).map_err(|source| damaged(file, source))?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with("#version"));
    pairs_of(lines).map_err(|source| damaged(file, source))
}

fn pairs_of<'a>(lines: impl Iterator<Item = &'a str>) -> tokenizers::Result<Vec<(String, String)>> {
    let pair = |(number, line): (usize, &str)| match line.split_once(' ') {
        Some((left, right)) if !right.contains(' ') => Ok((left.to_owned(), right.to_owned())),
        _ => Err(format!("merge {} is not two pieces", number + 1).into()),
    };
    lines.enumerate().map(pair).collect()
}

fn two_ids(file: &str, token: &str, one: u32, other: u32) -> Error {
    let message = format!(
        "{file}: the token {token:?} has id {one} in one place and {other} in another; the tokenizer files are not of the \
         same model"
    );
    Error::new(ErrorCode::TokenizerInvalid, message)
}

fn missing(files: &TokenizerFiles, family: Family) -> Error {
    let what = match family {
        Family::Bert => "tokenizer.json or vocab.txt",
        Family::Roberta => "tokenizer.json, or vocab.json and merges.txt",
        Family::XlmRoberta => "tokenizer.json",
    };
    let next = if files.only_sentencepiece {
        "there is only sentencepiece.bpe.model: make tokenizer.json once, where Python is, with \
         transformers.AutoTokenizer.from_pretrained(FOLDER).save_pretrained(FOLDER)"
    } else {
        "download the missing file of the model"
    };
    let message = format!("{}: no tokenizer, which would be {what}; {next}", files.source);
    Error::new(ErrorCode::TokenizerMissing, message)
}
