//! The files into the `tokenizers` crate's tokenizer.

use serde::Deserialize;
use serde_json::value::RawValue;
use tokenizers::models::bpe::Vocab;
use tokenizers::models::wordlevel::WordLevel;
use tokenizers::normalizers::BertNormalizer;
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::{
    AddedToken, AddedVocabulary, DecoderWrapper, Model, ModelWrapper, NormalizerWrapper, PostProcessorWrapper,
    PreTokenizerWrapper,
};

use super::Family;
use super::config::{Settings, TokenizerConfig, damaged};
use super::files::TokenizerFiles;
use super::models;
use super::pipeline::Rules;
use super::rules;
use super::special::Names;
use crate::error::{Error, ErrorCode, Result};

pub(super) type Backend = tokenizers::Tokenizer;

/// A tokenizer before it is put together.
pub(super) struct Parts {
    model: ModelWrapper,
    normalizer: Option<NormalizerWrapper>,
    pre_tokenizer: Option<PreTokenizerWrapper>,
    post_processor: Option<PostProcessorWrapper>,
    /// What only transformers' pipelines need.
    rules: Rules,
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
            let file = files.path_of("vocab.json");
            let model = models::bpe(vocab, merges, [&file, &files.path_of("merges.txt")])?;
            Ok((Parts { pre_tokenizer: Some(byte_level(config)), ..Parts::of(model, Rules::of_roberta(config)) }, file))
        }
        (Family::Bert, _, _, Some(vocab)) => {
            let file = files.path_of("vocab.txt");
            let model = models::word_piece(vocab).map_err(|source| damaged(&file, source))?;
            let (normalizer, pre_tokenizer) = (Some(bert_normalizer(config)), Some(BertPreTokenizer.into()));
            Ok((Parts { normalizer, pre_tokenizer, ..Parts::of(model, Rules::of_bert()) }, file))
        }
        _ => Err(missing(files, family)),
    }
}

impl Parts {
    fn of(model: ModelWrapper, rules: Rules) -> Self {
        Self { model, normalizer: None, pre_tokenizer: None, post_processor: None, rules, added: Vec::new() }
    }

    /// Truncation and padding are left unread: they would cut and fill in silence.
    fn from_json(json: &[u8], file: &str) -> Result<Self> {
        #[derive(Deserialize)]
        struct TokenizerJson<'a> {
            #[serde(default)]
            added_tokens: Vec<ListedToken>,
            normalizer: Option<NormalizerWrapper>,
            pre_tokenizer: Option<PreTokenizerWrapper>,
            post_processor: Option<PostProcessorWrapper>,
            decoder: Option<DecoderWrapper>,
            #[serde(borrow)]
            model: &'a RawValue,
        }
        let json: TokenizerJson<'_> = serde_json::from_slice(json).map_err(|source| damaged(file, source))?;
        let sound = rules::check(&json.normalizer).and(rules::check(&json.pre_tokenizer));
        sound.and(rules::check(&json.post_processor)).map_err(|source| damaged(file, source))?;
        let special = json.added_tokens.iter().filter(|listed| listed.token.special);
        let special: Vec<&str> = special.map(|listed| listed.token.content.as_str()).collect();
        Ok(Self {
            model: models::read_model(json.model, &special).map_err(|source| damaged(file, source))?,
            normalizer: json.normalizer,
            pre_tokenizer: json.pre_tokenizer,
            rules: Rules { trimmer: json.post_processor.clone(), decoder: json.decoder },
            post_processor: json.post_processor,
            added: json.added_tokens,
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
                    self.rules = Rules::of_roberta(Some(config));
                }
            }
            (ModelWrapper::WordPiece(_), Family::Bert) if class.is_none_or(|class| class == "BertTokenizer") => {
                self.normalizer = Some(bert_normalizer(Some(config)));
                self.rules = Rules::of_bert();
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

    pub(super) fn assemble(mut self, file: &str) -> Result<(Backend, Rules)> {
        models::check_unknown(&self.model, file)?;
        // As for BPE: no words of the documents may stay behind.
        self.model.resize_cache(0);
        let vocabulary = added_vocabulary(self.added, self.normalizer.as_ref()).map_err(|e| damaged(file, e))?;
        let mut backend = Backend::new(self.model);
        backend.with_normalizer(self.normalizer).map_err(|source| damaged(file, source))?;
        backend.with_pre_tokenizer(self.pre_tokenizer);
        backend.with_post_processor(self.post_processor);
        backend.with_added_vocabulary(vocabulary);
        backend.set_encode_special_tokens(true);
        Ok((backend, self.rules))
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
