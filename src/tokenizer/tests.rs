use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::text::words;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn reading_a_long_text_ends_with_its_call() {
    let tokenizer = load("roberta");
    let cancel = crate::control::Cancel::new();
    let control = Control::new().with_cancel(cancel.clone());
    let text = "tos ".repeat(CHUNK_BYTES);
    cancel.cancel();
    for tokens in [tokenizer.encode_text(&text, &control), tokenizer.encode_continuing(&text, &control)] {
        assert_eq!(tokens.map_err(|error| error.code()), Err(ErrorCode::Cancelled));
    }
}

fn folder(name: &str) -> TokenizerFiles {
    let folder = match name {
        "roberta" => root().join("models/clinical-es-mini"),
        name => root().join("tests/data/tokenizers").join(name),
    };
    TokenizerFiles::read(name, |file| Ok(fs::read(folder.join(file)).ok())).unwrap()
}

fn family(name: &str) -> Family {
    match name {
        "xlmr" => Family::XlmRoberta,
        name if name.starts_with("roberta") => Family::Roberta,
        _ => Family::Bert,
    }
}

pub(crate) fn load(name: &str) -> Tokenizer {
    Tokenizer::load(&folder(name), family(name)).unwrap()
}

fn json_of(files: &TokenizerFiles) -> Value {
    serde_json::from_slice(files.tokenizer_json.as_ref().unwrap()).unwrap()
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    Some(serde_json::to_vec(value).unwrap())
}

/// A folder with a tiny WordPiece vocabulary.
fn tiny_bert() -> TokenizerFiles {
    let vocab = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ndolor\n##es\nDolor\n[\n]\nMASK\nCLS\n";
    TokenizerFiles { vocab_txt: Some(vocab.into()), ..TokenizerFiles::default() }
}

/// A folder with a tiny byte-level vocabulary: `vocab.json` and `merges.txt`.
fn tiny_roberta() -> TokenizerFiles {
    let vocab =
        json!({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "a": 4, "b": 5, "Ġ": 6, "Ġa": 7, "Ġab": 8, "<mask>": 9});
    TokenizerFiles {
        vocab_json: bytes(&vocab),
        merges_txt: Some("#version: 0.2\nĠ a\nĠa b\n".into()),
        ..TokenizerFiles::default()
    }
}

fn word_ids(tokenizer: &Tokenizer, word: &str) -> Vec<u32> {
    let mut ids = Vec::new();
    tokenizer.word_encoder(510).encode(word, &mut ids).unwrap();
    ids
}

fn error_of(files: &TokenizerFiles, family: Family) -> Error {
    Tokenizer::load(files, family).err().unwrap()
}

/// Every special id of the tokenizer.
fn special_ids(tokenizer: &Tokenizer) -> Vec<u32> {
    let special = &tokenizer.special;
    [special.cls, special.sep, unknown(tokenizer)].into_iter().chain(tokenizer.mask().map(|mask| mask.id)).collect()
}

/// The id of the unknown token.
fn unknown(tokenizer: &Tokenizer) -> u32 {
    ["<unk>", "[UNK]"].iter().find_map(|text| tokenizer.backend.token_to_id(text)).unwrap()
}

mod against_transformers {
    use super::*;

    struct Sentence {
        text: String,
        golden: Value,
    }

    const NAMES: [&str; 5] = ["roberta", "xlmr", "bert-cased", "bert-uncased", "bert-uncased-accents"];

    fn read(path: &str) -> Value {
        serde_json::from_slice(&fs::read(root().join("tests").join(path)).unwrap()).unwrap()
    }

    fn sentences(name: &str) -> Vec<Sentence> {
        let texts = read("golden/sentences.json");
        let golden = read(&format!("data/golden/tokens-{name}.json"));
        let mask = golden["mask_token"].as_str().unwrap();
        let texts = texts["sentences"].as_array().unwrap();
        let golden = golden["sentences"].as_array().unwrap();
        assert_eq!(texts.len(), golden.len());
        let text = |sentence: &Value| sentence["text"].as_str().unwrap().replace("{mask}", mask);
        texts.iter().map(text).zip(golden.clone()).map(|(text, golden)| Sentence { text, golden }).collect()
    }

    fn numbers(value: &Value) -> Vec<u32> {
        value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as u32).collect()
    }

    /// The text with its masks, as fill-mask encodes it.
    fn encode_masked(tokenizer: &Tokenizer, text: &str) -> Vec<u32> {
        let mask = tokenizer.mask().unwrap();
        let segments: Vec<&str> = text.split(&mask.text).collect();
        let mut ids = Vec::new();
        for (index, segment) in segments.iter().enumerate() {
            let mask_follows = index + 1 < segments.len();
            let stripped = mask_follows && mask.strips_left;
            ids.extend(
                tokenizer.encode_text(if stripped { segment.trim_end() } else { segment }, &Control::new()).unwrap(),
            );
            ids.extend(mask_follows.then_some(mask.id));
        }
        tokenizer.with_special(&ids)
    }

    fn check_words(tokenizer: &Tokenizer, sentence: &Sentence) {
        let mut encoder = tokenizer.word_encoder(usize::MAX);
        let (mut ids, mut counts) = (Vec::new(), Vec::new());
        for word in words(&sentence.text) {
            let before = ids.len();
            let encoded = encoder.encode(&sentence.text[word.span.start..word.span.end], &mut ids).unwrap();
            assert_eq!(encoded, Encoded::Whole);
            counts.push((ids.len() - before) as u32);
        }
        assert_eq!(counts, numbers(&sentence.golden["counts"]), "{:?}", sentence.text);
        assert_eq!(tokenizer.with_special(&ids), numbers(&sentence.golden["ids"]), "{:?}", sentence.text);
    }

    #[test]
    fn words_get_the_ids_that_is_split_into_words_gives_them() {
        for name in NAMES {
            let tokenizer = load(name);
            for sentence in sentences(name) {
                check_words(&tokenizer, &sentence);
            }
        }
    }

    #[test]
    fn texts_with_masks_get_the_same_ids() {
        for name in NAMES {
            let tokenizer = load(name);
            for sentence in sentences(name) {
                let expected = numbers(&sentence.golden["masked"]);
                assert_eq!(encode_masked(&tokenizer, &sentence.text), expected, "{name} {:?}", sentence.text);
            }
        }
    }

    #[test]
    fn the_mask_has_the_id_and_the_text_of_transformers() {
        for name in NAMES {
            let golden = read(&format!("data/golden/tokens-{name}.json"));
            let tokenizer = load(name);
            let mask = tokenizer.mask().unwrap();
            assert_eq!(u64::from(mask.id), golden["mask_id"].as_u64().unwrap());
            assert_eq!(mask.text, golden["mask_token"].as_str().unwrap());
            assert_eq!(mask.strips_left, family(name) != Family::Bert);
        }
    }

    #[test]
    fn the_words_are_those_of_the_golden_script() {
        for sentence in sentences("roberta") {
            let codepoint = |byte: usize| sentence.text[..byte].chars().count() as u32;
            let found: Vec<Vec<u32>> =
                words(&sentence.text).map(|word| vec![codepoint(word.span.start), codepoint(word.span.end)]).collect();
            let expected: Vec<Vec<u32>> = sentence.golden["words"].as_array().unwrap().iter().map(numbers).collect();
            assert_eq!(found, expected, "{:?}", sentence.text);
        }
    }

    #[test]
    fn vocab_json_and_merges_txt_give_what_tokenizer_json_gives() {
        let mut files = folder("roberta");
        let model = json_of(&files)["model"].take();
        let merge = |merge: &Value| match merge {
            Value::String(line) => format!("{line}\n"),
            pair => format!("{} {}\n", pair[0].as_str().unwrap(), pair[1].as_str().unwrap()),
        };
        let merges: String = model["merges"].as_array().unwrap().iter().map(merge).collect();
        files.vocab_json = bytes(&model["vocab"]);
        files.merges_txt = Some(merges.into_bytes());
        files.tokenizer_json = None;
        let tokenizer = Tokenizer::load(&files, Family::Roberta).unwrap();
        for sentence in sentences("roberta") {
            check_words(&tokenizer, &sentence);
        }
    }

    #[test]
    fn a_text_cut_into_chunks_has_the_ids_of_the_whole() {
        for name in NAMES {
            let tokenizer = load(name);
            let text: String = sentences(name).iter().map(|sentence| format!("{}  \n", sentence.text)).collect();
            let whole = tokenizer.encode(&text).unwrap();
            for chunk_bytes in [700, 1000, 4096] {
                assert!(
                    tokenizer.encode_chunks(&text, chunk_bytes, &Control::new()).unwrap() == whole,
                    "{name} {chunk_bytes}"
                );
            }
        }
    }
}

#[test]
fn special_tokens_spelled_in_a_text_are_text() {
    let text = "<s>hola</s> <pad> <mask> [CLS] [SEP] [MASK] [PAD]";
    for name in ["roberta", "xlmr", "bert-cased", "bert-uncased"] {
        let tokenizer = load(name);
        let ids = tokenizer.encode_text(text, &Control::new()).unwrap();
        let special = special_ids(&tokenizer);
        let hits: Vec<&u32> = ids.iter().filter(|id| special.contains(id) && **id != unknown(&tokenizer)).collect();
        assert!(hits.is_empty(), "{name} {hits:?}");
        for word in words(text) {
            let ids = word_ids(&tokenizer, &text[word.span.start..word.span.end]);
            assert!(ids.iter().all(|id| !special.contains(id)), "{name} {ids:?}");
        }
    }
}

#[test]
fn truncation_and_padding_of_the_file_do_not_count() {
    let mut files = folder("roberta");
    let mut json = json_of(&files);
    json["truncation"] = json!({"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"});
    json["padding"] = json!({
        "strategy": {"Fixed": 64}, "direction": "Right", "pad_to_multiple_of": null,
        "pad_id": 1, "pad_type_id": 0, "pad_token": "<pad>"
    });
    files.tokenizer_json = bytes(&json);
    let changed = Tokenizer::load(&files, Family::Roberta).unwrap();
    let text = "Paciente con dolor torácico opresivo de dos horas de evolución.";
    let ids = load("roberta").encode_text(text, &Control::new()).unwrap();
    assert!(ids.len() > 10);
    assert_eq!(changed.encode_text(text, &Control::new()).unwrap(), ids);
}

#[test]
fn a_word_that_normalizes_to_nothing_has_no_tokens() {
    for name in ["bert-cased", "xlmr"] {
        let tokenizer = load(name);
        assert_eq!(word_ids(&tokenizer, "\u{200b}"), [0; 0], "{name}");
    }
    assert_eq!(word_ids(&load("bert-cased"), "\u{0}"), [0; 0]);
}

#[test]
fn a_word_is_shortened_to_the_tokens_wanted_and_says_so() {
    let tokenizer = load("roberta");
    let whole = word_ids(&tokenizer, "xkqzwvjhb");
    assert!(whole.len() > 2);
    let mut ids = Vec::new();
    let mut encoder = tokenizer.word_encoder(2);
    // The second time the word is remembered.
    for _ in 0..2 {
        assert_eq!(encoder.encode("xkqzwvjhb", &mut ids).unwrap(), Encoded::Shortened);
    }
    assert_eq!(ids, [&whole[..2], &whole[..2]].concat());
    assert_eq!(encoder.encode("de", &mut ids).unwrap(), Encoded::Whole);
}

#[test]
fn a_word_of_ten_megabytes_is_encoded_from_its_start() {
    for name in ["roberta", "xlmr", "bert-cased"] {
        let tokenizer = load(name);
        let word = "xkqz7ñ".repeat(10 * 1024 * 1024 / 7);
        let mut ids = Vec::new();
        let encoded = tokenizer.word_encoder(200).encode(&word, &mut ids).unwrap();
        assert_eq!(encoded, Encoded::Shortened);
        assert!(ids.len() == 200 || (name == "bert-cased" && ids == [unknown(&tokenizer)]), "{name} {}", ids.len());
    }
}

#[test]
fn a_long_text_without_spaces_is_encoded_whole() {
    let tokenizer = load("roberta");
    let text = "neumonía😀".repeat(20_000);
    let ids = tokenizer.encode_text(&text, &Control::new()).unwrap();
    let back: String = ids.iter().map(|id| tokenizer.backend.id_to_token(*id).unwrap()).collect();
    let bytes = back.chars().filter(|c| *c != 'Ġ').count();
    assert_eq!(bytes, text.len());
}

#[test]
fn tokens_are_read_back_without_their_marks() {
    let tokenizer = load("roberta");
    let ids = word_ids(&tokenizer, "hipertensión");
    let read: Vec<(String, bool)> = ids.iter().map(|id| tokenizer.token_text(*id).unwrap()).collect();
    assert_eq!(read.iter().map(|(text, _)| text.as_str()).collect::<String>(), "hipertensión");
    assert!(read[0].1 && read[1..].iter().all(|(_, starts_word)| !starts_word));
    let mask = tokenizer.mask().unwrap().id;
    assert_eq!(tokenizer.token_text(mask), Some(("<mask>".to_owned(), true)));
    assert_eq!(tokenizer.token_text(1_000_000), None);
}

#[test]
fn bert_options_decide_case_and_default_to_lower() {
    let text_of = |config: Option<Value>| {
        let mut files = tiny_bert();
        files.tokenizer_config = config.as_ref().and_then(bytes);
        Tokenizer::load(&files, Family::Bert).unwrap().encode_text("Dolor", &Control::new()).unwrap()
    };
    assert_eq!(text_of(None), [5]);
    assert_eq!(text_of(Some(json!({"do_lower_case": true}))), [5]);
    assert_eq!(text_of(Some(json!({"do_lower_case": false}))), [7]);
}

#[test]
fn roberta_from_vocab_files_puts_a_space_first_only_if_told_but_always_before_words() {
    let mut files = tiny_roberta();
    let plain = Tokenizer::load(&files, Family::Roberta).unwrap();
    assert_eq!(plain.encode_text("ab ab", &Control::new()).unwrap(), [4, 5, 8]);
    assert_eq!(word_ids(&plain, "ab"), [8]);
    files.tokenizer_config = bytes(&json!({"add_prefix_space": true}));
    let spaced = Tokenizer::load(&files, Family::Roberta).unwrap();
    assert_eq!(spaced.encode_text("ab ab", &Control::new()).unwrap(), [8, 8]);
    assert_eq!(word_ids(&spaced, "ab"), [8]);
}

#[test]
fn special_tokens_may_be_named_by_texts_or_objects_and_in_either_file() {
    let mut files = tiny_roberta();
    files.tokenizer_config = bytes(&json!({"cls_token": "a", "mask_token": {"content": "b", "lstrip": false}}));
    files.special_tokens_map = bytes(&json!({"sep_token": {"content": "Ġ", "lstrip": false}}));
    let tokenizer = Tokenizer::load(&files, Family::Roberta).unwrap();
    assert_eq!(tokenizer.with_special(&[8]), [4, 8, 6]);
    let mask = tokenizer.mask().unwrap();
    assert_eq!((mask.id, mask.text.as_str(), mask.strips_left), (5, "b", false));
}

#[test]
fn roberta_masks_strip_the_space_before_them_where_no_file_says_otherwise() {
    let tokenizer = Tokenizer::load(&tiny_roberta(), Family::Roberta).unwrap();
    assert!(tokenizer.mask().unwrap().strips_left);
    let tokenizer = Tokenizer::load(&tiny_bert(), Family::Bert).unwrap();
    assert!(!tokenizer.mask().unwrap().strips_left);
}

#[test]
fn the_rule_around_a_text_counts_before_the_named_tokens() {
    let mut files = folder("roberta");
    files.tokenizer_config = bytes(&json!({"cls_token": "<pad>", "add_prefix_space": true}));
    files.special_tokens_map = None;
    let tokenizer = Tokenizer::load(&files, Family::Roberta).unwrap();
    assert_eq!(tokenizer.with_special(&[]), [0, 2]);
}

#[test]
fn tokens_added_to_a_vocabulary_keep_their_ids() {
    let mut files = tiny_roberta();
    files.added_tokens = bytes(&json!({"FIEBRE": 11, "TOS": 10}));
    let tokenizer = Tokenizer::load(&files, Family::Roberta).unwrap();
    assert_eq!(tokenizer.encode_text("TOS", &Control::new()).unwrap(), [10]);
    assert_eq!(tokenizer.encode_text("FIEBRE", &Control::new()).unwrap(), [11]);
    assert!(tokenizer.check_vocabulary(12).is_ok());
    let error = tokenizer.check_vocabulary(11).unwrap_err();
    assert_eq!(error.code(), ErrorCode::TokenizerInvalid);
    assert!(error.message().contains("up to 11") && error.message().contains("only 11"), "{error}");
}

#[test]
fn without_its_files_there_is_no_tokenizer_and_the_message_names_them() {
    let nothing = TokenizerFiles::default();
    for (family, named) in
        [(Family::Roberta, "merges.txt"), (Family::XlmRoberta, "tokenizer.json"), (Family::Bert, "vocab.txt")]
    {
        let error = error_of(&nothing, family);
        assert_eq!(error.code(), ErrorCode::TokenizerMissing);
        assert!(error.message().contains(named), "{error}");
    }
    let mut only_vocab = tiny_roberta();
    only_vocab.merges_txt = None;
    assert_eq!(error_of(&only_vocab, Family::Roberta).code(), ErrorCode::TokenizerMissing);
}

#[test]
fn a_sentencepiece_model_alone_is_missing_a_tokenizer_and_the_message_says_how_to_make_one() {
    let only = |name: &str| Ok((name == "sentencepiece.bpe.model").then(Vec::new));
    let files = TokenizerFiles::read("modelo", only).unwrap();
    let error = error_of(&files, Family::XlmRoberta);
    assert_eq!(error.code(), ErrorCode::TokenizerMissing);
    assert!(error.message().contains("save_pretrained"), "{error}");
}

#[test]
fn a_character_map_that_leads_nowhere_is_refused() {
    let mut files = folder("xlmr");
    let mut json = json_of(&files);
    // A trie of no bytes.
    json["normalizer"]["precompiled_charsmap"] = json!("AAAAAA==");
    files.tokenizer_json = bytes(&json);
    let error = error_of(&files, Family::XlmRoberta);
    assert_eq!(error.code(), ErrorCode::TokenizerInvalid);
    assert!(error.message().contains("precompiled_charsmap"), "{error}");
}

#[test]
fn damaged_files_are_refused_by_name() {
    let with = |change: &dyn Fn(&mut TokenizerFiles)| {
        let mut files = TokenizerFiles { source: "modelo".to_owned(), ..tiny_roberta() };
        change(&mut files);
        error_of(&files, Family::Roberta)
    };
    let cut: &[u8] = b"{\"a\": ";
    let cases: [(&str, Error); 7] = [
        ("modelo/tokenizer.json", with(&|files| files.tokenizer_json = Some(cut.into()))),
        ("modelo/tokenizer.json", with(&|files| files.tokenizer_json = Some(b"{\"model\": {\"type\": \"X\"}}".into()))),
        ("modelo/vocab.json", with(&|files| files.vocab_json = Some(cut.into()))),
        ("modelo/merges.txt", with(&|files| files.merges_txt = Some(b"a b c\n".into()))),
        ("modelo/merges.txt", with(&|files| files.merges_txt = Some(b"\xff".into()))),
        ("modelo/tokenizer_config.json", with(&|files| files.tokenizer_config = Some(cut.into()))),
        ("modelo/special_tokens_map.json", with(&|files| files.special_tokens_map = Some(cut.into()))),
    ];
    for (file, error) in cases {
        assert_eq!(error.code(), ErrorCode::TokenizerInvalid, "{error}");
        assert!(error.message().starts_with(file), "{error}");
    }
}

#[test]
fn merges_of_another_vocabulary_are_refused() {
    for merges in ["x y\n", "Ġ aaaaaaaaaaaaaaaaaaaaaaaaa\n", "a b\n"] {
        let mut files = tiny_roberta();
        files.merges_txt = Some(merges.into());
        assert_eq!(error_of(&files, Family::Roberta).code(), ErrorCode::TokenizerInvalid);
    }
    let mut files = TokenizerFiles::default();
    let model = json!({
        "type": "BPE", "continuing_subword_prefix": "@@@@", "merges": ["a b"], "vocab": {"a": 0, "b": 1, "ab": 2}
    });
    files.tokenizer_json = bytes(&json!({"model": model}));
    assert_eq!(error_of(&files, Family::Roberta).code(), ErrorCode::TokenizerInvalid);
}

#[test]
fn a_special_token_that_the_vocabulary_lacks_is_an_error_that_names_it() {
    let mut files = tiny_bert();
    files.tokenizer_config = bytes(&json!({"cls_token": "<inicio>"}));
    let error = error_of(&files, Family::Bert);
    assert_eq!(error.code(), ErrorCode::TokenizerInvalid);
    assert!(error.message().contains("<inicio>") && error.message().contains("cls_token"), "{error}");
}

#[test]
fn a_token_with_two_ids_is_an_error() {
    let mut files = tiny_roberta();
    files.added_tokens = bytes(&json!({"<mask>": 20}));
    let error = error_of(&files, Family::Roberta);
    assert_eq!(error.code(), ErrorCode::TokenizerInvalid);
    assert!(error.message().contains("20") && error.message().contains('9'), "{error}");
}

#[test]
fn a_vocabulary_without_a_mask_has_none() {
    let mut files = tiny_roberta();
    files.tokenizer_config = bytes(&json!({"mask_token": "<otra>"}));
    assert_eq!(Tokenizer::load(&files, Family::Roberta).unwrap().mask(), None);
}

#[test]
fn sixteen_threads_get_the_same_ids() {
    let tokenizer = load("roberta");
    let text = "Se normalizan calcio, magnesio y PTH, sin fiebre.";
    let expected = tokenizer.encode_text(text, &Control::new()).unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..16).map(|_| scope.spawn(|| tokenizer.encode_text(text, &Control::new()).unwrap())).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), expected);
        }
    });
}

/// Loads once for all cases of a property.
fn loaded() -> &'static [Tokenizer] {
    static LOADED: std::sync::OnceLock<Vec<Tokenizer>> = std::sync::OnceLock::new();
    LOADED.get_or_init(|| ["roberta", "xlmr", "bert-cased", "bert-uncased"].map(load).into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_can_be_encoded_and_no_word_has_more_tokens_than_wanted(text in "(?s).{0,80}|[<s>maskñ\u{301}\u{0}\u{feff}😀\u{200d}▁Ġ# \r\n]{0,80}") {
        for tokenizer in loaded() {
            prop_assert!(tokenizer.encode_text(&text, &Control::new()).is_ok());
            let mut encoder = tokenizer.word_encoder(4);
            for word in words(&text) {
                let mut ids = Vec::new();
                encoder.encode(&text[word.span.start..word.span.end], &mut ids).unwrap();
                prop_assert!(ids.len() <= 4);
                prop_assert!(ids.iter().all(|id| *id <= tokenizer.largest_id));
            }
        }
    }

    #[test]
    fn a_damaged_tokenizer_json_is_an_error_or_a_tokenizer(at in 0usize..2000, byte in any::<u8>(), cut in any::<bool>()) {
        let model = json!({
            "type": "BPE", "vocab": {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "a": 4, "b": 5, "Ġ": 6, "Ġa": 7, "<mask>": 8},
            "merges": ["Ġ a"], "continuing_subword_prefix": "", "unk_token": "<unk>"
        });
        let added = json!([{"id": 8, "content": "<mask>", "single_word": false, "lstrip": true, "rstrip": false,
            "normalized": false, "special": true}]);
        let whole = json!({
            "added_tokens": added, "model": model,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
            "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0],
                "trim_offsets": true, "add_prefix_space": true}
        });
        let mut json = serde_json::to_vec(&whole).unwrap();
        let at = at % json.len();
        if cut { json.truncate(at) } else { json[at] = byte }
        let files = TokenizerFiles { tokenizer_json: Some(json), ..TokenizerFiles::default() };
        match Tokenizer::load(&files, Family::Roberta) {
            Ok(tokenizer) => prop_assert!(tokenizer.encode_text("ab <s> ñ", &Control::new()).is_ok()),
            Err(error) => prop_assert_eq!(error.code(), ErrorCode::TokenizerInvalid),
        }
    }
}
