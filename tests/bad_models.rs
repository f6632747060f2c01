//! Damaged and unfit model folders: each is refused with its own code and a message that names the file and what to do.
//!
//! Every test takes a small model that loads, spoils one thing and asks for the code and for words of the message.

#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may stop it")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use cajal::{Classifier, Error, ErrorCode, FillMask, Model, ModelOptions, Ner, Task};
use safetensors::Dtype;
use serde_json::{Value, json};
use support::random_checkpoint::{Spec, Tensor, write_safetensors};
use tempfile::TempDir;

const CLASSIFIER: &str = "classifier.weight";
const QUERY: &str = "roberta.encoder.layer.1.attention.self.query.weight";

fn spec(head: &str) -> Spec {
    Spec {
        name: format!("small-{head}"),
        family: "roberta".to_owned(),
        head: head.to_owned(),
        tokenizer: "roberta-tiny".to_owned(),
        vocab: 300,
        hidden: 32,
        layers: 2,
        heads: 4,
        intermediate: 64,
        positions: 66,
        seed: 1,
    }
}

/// A model folder in a temporary place, to be spoilt.
struct Folder {
    place: TempDir,
    spec: Spec,
}

impl Folder {
    /// A token classifier that loads as it is.
    fn good() -> Self {
        Self::with_head("ner")
    }

    fn with_head(head: &str) -> Self {
        let folder = Self { place: TempDir::new().unwrap(), spec: spec(head) };
        folder.spec.write(folder.path());
        folder
    }

    fn path(&self) -> &Path {
        self.place.path()
    }

    fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    fn without(self, name: &str) -> Self {
        fs::remove_file(self.file(name)).unwrap();
        self
    }

    fn with_file(self, name: &str, content: &[u8]) -> Self {
        fs::write(self.file(name), content).unwrap();
        self
    }

    fn with_config(self, key: &str, value: Value) -> Self {
        let mut config: Value = serde_json::from_slice(&fs::read(self.file("config.json")).unwrap()).unwrap();
        config[key] = value;
        self.with_file("config.json", config.to_string().as_bytes())
    }

    fn without_config(self, key: &str) -> Self {
        let mut config: Value = serde_json::from_slice(&fs::read(self.file("config.json")).unwrap()).unwrap();
        config.as_object_mut().unwrap().remove(key).unwrap();
        self.with_file("config.json", config.to_string().as_bytes())
    }

    fn with_tensors(self, spoil: impl FnOnce(&mut Vec<Tensor>)) -> Self {
        let mut tensors = self.spec.tensors();
        spoil(&mut tensors);
        write_safetensors(&self.file("model.safetensors"), &tensors, Dtype::F32);
        self
    }

    fn load(&self) -> Result<Model, Error> {
        Model::load(self.path(), &ModelOptions::default())
    }

    /// Asserts that the load fails with `code` and a message that holds all of `words`.
    fn is_refused(&self, code: ErrorCode, words: &[&str]) {
        refused(self.load().err(), code, words);
    }
}

fn refused(error: Option<Error>, code: ErrorCode, words: &[&str]) {
    let error = error.unwrap_or_else(|| panic!("expected {code:?}, but it loaded"));
    assert_eq!(error.code(), code, "{error}");
    for word in words {
        assert!(error.message().contains(word), "the message should name {word:?}: {error}");
    }
}

fn find<'a>(tensors: &'a mut [Tensor], name: &str) -> &'a mut Tensor {
    tensors.iter_mut().find(|tensor| tensor.name == name).unwrap()
}

#[test]
fn the_unspoilt_models_load() {
    for head in ["mlm", "ner", "seq"] {
        Folder::with_head(head).load().unwrap();
    }
}

#[test]
fn a_folder_that_is_not_there_is_not_found() {
    let folder = Folder::good();
    let load = |path: PathBuf| Model::load(path, &ModelOptions::default()).err();
    refused(load(folder.file("no-such-model")), ErrorCode::ModelNotFound, &["no-such-model", "folder"]);
    refused(load(folder.file("config.json")), ErrorCode::ModelNotFound, &["config.json", "folder"]);
    refused(load(PathBuf::new()), ErrorCode::ModelNotFound, &["folder"]);
}

#[test]
fn a_folder_without_config_is_told_to_bring_one() {
    Folder::good().without("config.json").is_refused(ErrorCode::ConfigMissing, &["config.json"]);
}

#[test]
fn a_config_that_does_not_parse_is_invalid() {
    for content in ["", "{", "[]", "null", "\"model_type\"", "{\"model_type\": 3}"] {
        let folder = Folder::good().with_file("config.json", content.as_bytes());
        folder.is_refused(ErrorCode::ConfigInvalid, &["config.json"]);
    }
    Folder::good().with_file("config.json", b"{\"model_type\": \"\xff\"}").is_refused(ErrorCode::ConfigInvalid, &[]);
}

#[test]
fn a_config_without_a_size_names_the_missing_one() {
    for key in ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size", "max_position_embeddings"] {
        Folder::good().without_config(key).is_refused(ErrorCode::ConfigInvalid, &["config.json", key]);
    }
}

#[test]
fn a_config_with_senseless_sizes_is_invalid() {
    for (key, value) in [
        ("hidden_size", json!(0)),
        ("hidden_size", json!(-1)),
        ("num_attention_heads", json!(5)),
        ("num_hidden_layers", json!(0)),
        ("max_position_embeddings", json!(2)),
        ("vocab_size", json!("many")),
    ] {
        Folder::good().with_config(key, value).is_refused(ErrorCode::ConfigInvalid, &["config.json"]);
    }
}

#[test]
fn sizes_beyond_all_memory_are_refused_without_trying() {
    for key in ["hidden_size", "num_hidden_layers", "intermediate_size", "vocab_size", "max_position_embeddings"] {
        for size in [1_u64 << 31, 1 << 62, u64::MAX] {
            let error = Folder::good().with_config(key, json!(size)).load().err().unwrap();
            let codes = [ErrorCode::ConfigInvalid, ErrorCode::WeightsInvalid];
            assert!(codes.contains(&error.code()), "{key} {size}: {:?} {error}", error.code());
        }
    }
    for count in [1_u64 << 40, 1 << 62, u64::MAX] {
        let folder = Folder::good().with_config("id2label", Value::Null).with_config("num_labels", json!(count));
        folder.is_refused(ErrorCode::LabelsInvalid, &["config.json", "num_labels"]);
        // No weights contradict it here.
        let export = Folder::good().without("model.safetensors").with_file("model.onnx", b"unread");
        let export = export.with_config("max_position_embeddings", json!(count));
        export.is_refused(ErrorCode::ConfigInvalid, &["config.json", "max_position_embeddings"]);
    }
}

#[test]
fn a_head_that_the_configuration_does_not_name_is_told_by_the_weights() {
    for (head, task) in
        [("mlm", Task::FillMask), ("ner", Task::TokenClassification), ("seq", Task::SequenceClassification)]
    {
        let model = Folder::with_head(head).with_config("architectures", json!([])).load().unwrap();
        assert_eq!(model.info().task, task, "{head}");
    }
}

#[test]
fn another_family_is_unsupported_and_the_message_lists_ours() {
    let folder = Folder::good().with_config("model_type", json!("gpt2"));
    folder.is_refused(ErrorCode::ModelUnsupported, &["gpt2", "roberta", "xlm-roberta", "bert"]);
    // Other families name their sizes otherwise; what matters is that they are other families.
    let folder = Folder::good().with_file("config.json", b"{\"model_type\": \"gpt2\", \"n_embd\": 768}");
    folder.is_refused(ErrorCode::ModelUnsupported, &["gpt2", "roberta", "xlm-roberta", "bert"]);
}

#[test]
fn another_head_is_unsupported_and_the_message_lists_ours() {
    let folder = Folder::good().with_config("architectures", json!(["RobertaForQuestionAnswering"]));
    folder.is_refused(
        ErrorCode::ModelUnsupported,
        &["RobertaForQuestionAnswering", "MaskedLM", "TokenClassification", "SequenceClassification"],
    );
}

#[test]
fn another_activation_is_unsupported() {
    Folder::good().with_config("hidden_act", json!("silu")).is_refused(ErrorCode::ModelUnsupported, &["silu", "gelu"]);
}

#[test]
fn a_model_is_refused_by_the_tasks_that_its_head_does_not_do() {
    let [masked, tagger, classifier] = ["mlm", "ner", "seq"].map(|head| Folder::with_head(head).load().unwrap());
    let words = |wanted, is| ["load", wanted, is];
    let code = ErrorCode::TaskMismatch;
    refused(Ner::new([masked]).err(), code, &words("token-classification", "fill-mask"));
    refused(FillMask::new(tagger.clone()).err(), code, &words("fill-mask", "token-classification"));
    refused(FillMask::new(classifier).err(), code, &words("fill-mask", "text-classification"));
    refused(Classifier::new(tagger).err(), code, &words("text-classification", "token-classification"));
}

#[test]
fn a_head_that_the_weights_do_not_have_is_missed_by_name() {
    let folder = Folder::good().with_config("architectures", json!(["RobertaForMaskedLM"]));
    folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors", "lm_head."]);
}

#[test]
fn a_folder_without_weights_names_the_files_that_would_do() {
    let folder = Folder::good().without("model.safetensors");
    folder.is_refused(ErrorCode::WeightsMissing, &["model.safetensors", "pytorch_model.bin", "onnx/model.onnx"]);
}

#[test]
fn weights_cut_at_any_length_are_invalid() {
    let whole = fs::read(Folder::good().file("model.safetensors")).unwrap();
    let lengths = [0, 1, 7, 8, 9, 100, whole.len() / 2, whole.len() - 4, whole.len() - 1];
    for length in lengths {
        let folder = Folder::good().with_file("model.safetensors", &whole[..length]);
        folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors"]);
    }
}

#[test]
fn weights_that_are_another_kind_of_file_are_invalid() {
    for content in
        [&b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"[..], b"<html></html>", &[0; 64]]
    {
        let folder = Folder::good().with_file("model.safetensors", content);
        folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors"]);
    }
}

#[test]
fn torch_files_that_are_cut_or_lie_about_themselves_are_invalid() {
    for name in
        ["refused-legacy-cut", "refused-legacy-huge-count", "refused-legacy-missing-storage", "refused-legacy-tar"]
    {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/checkpoints").join(name);
        let content = fs::read(source.join("pytorch_model.bin")).unwrap();
        let folder = Folder::good().without("model.safetensors").with_file("pytorch_model.bin", &content);
        folder.is_refused(ErrorCode::WeightsInvalid, &["pytorch_model.bin"]);
    }
}

#[test]
fn a_missing_tensor_is_named() {
    let folder = Folder::good().with_tensors(|tensors| tensors.retain(|tensor| tensor.name != QUERY));
    folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors", QUERY]);
}

#[test]
fn a_misshaped_tensor_is_named_with_both_shapes() {
    let folder = Folder::good().with_tensors(|tensors| find(tensors, QUERY).shape = vec![16, 64]);
    folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors", QUERY, "[16, 64]", "[32, 32]"]);
}

#[test]
fn a_number_that_is_not_finite_is_found_and_its_tensor_named() {
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        for place in [0, 500, 1023] {
            let folder = Folder::good().with_tensors(|tensors| find(tensors, QUERY).values[place] = bad);
            folder.is_refused(ErrorCode::WeightsInvalid, &["model.safetensors", QUERY]);
        }
    }
}

#[test]
fn a_config_of_another_size_of_model_does_not_fit_the_weights() {
    Folder::good().with_config("num_hidden_layers", json!(3)).is_refused(ErrorCode::WeightsInvalid, &["layer.2."]);
    Folder::good().with_config("hidden_size", json!(64)).is_refused(ErrorCode::WeightsInvalid, &["[66, 64]"]);
    Folder::good()
        .with_config("max_position_embeddings", json!(514))
        .is_refused(ErrorCode::WeightsInvalid, &["[514, 32]"]);
}

#[test]
fn hostile_pickles_are_refused_as_unsafe() {
    for name in ["refused-system", "refused-eval", "refused-getattr"] {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/checkpoints").join(name);
        let pickle = fs::read(source.join("pytorch_model.bin")).unwrap();
        let folder = Folder::good().without("model.safetensors").with_file("pytorch_model.bin", &pickle);
        folder.is_refused(ErrorCode::WeightsUnsafe, &["pytorch_model.bin"]);
    }
}

#[test]
fn a_folder_without_tokenizer_files_names_the_ones_that_would_do() {
    let folder = Folder::good().without("vocab.json").without("merges.txt");
    folder.is_refused(ErrorCode::TokenizerMissing, &["tokenizer.json", "vocab.json", "merges.txt"]);
    Folder::good().without("merges.txt").is_refused(ErrorCode::TokenizerMissing, &["merges.txt"]);
}

#[test]
fn a_damaged_tokenizer_is_named() {
    for content in ["", "{}", "{\"model\": {\"type\": \"BPE\"", "null"] {
        let folder = Folder::good().with_file("tokenizer.json", content.as_bytes());
        folder.is_refused(ErrorCode::TokenizerInvalid, &["tokenizer.json"]);
    }
    Folder::good().with_file("vocab.json", b"[1, 2]").is_refused(ErrorCode::TokenizerInvalid, &["vocab.json"]);
    Folder::good().with_file("merges.txt", b"\xff\xfe").is_refused(ErrorCode::TokenizerInvalid, &["merges.txt"]);
}

#[test]
fn rules_of_a_tokenizer_that_cannot_run_are_refused_at_load() {
    let rules = [
        ("normalizer", json!({"type": "Replace", "pattern": {"String": ""}, "content": "abc"})),
        ("normalizer", json!({"type": "Replace", "pattern": {"Regex": ""}, "content": "abc"})),
        (
            "normalizer",
            json!({"type": "Sequence", "normalizers": [
                {"type": "Replace", "pattern": {"String": ""}, "content": ""}
            ]}),
        ),
        ("pre_tokenizer", json!({"type": "FixedLength", "length": 0})),
        (
            "post_processor",
            json!({
                "type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<x>", "type_id": 0}}], "pair": [],
                "special_tokens": {}
            }),
        ),
        // Not refused before it panics.
        ("normalizer", json!({"type": "Replace", "pattern": {"Regex": "()"}, "content": "abc"})),
    ];
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/models/clinical-es-mini/tokenizer.json");
    let tokenizer: Value = serde_json::from_slice(&fs::read(shipped).unwrap()).unwrap();
    for (key, rule) in rules {
        let mut tokenizer = tokenizer.clone();
        tokenizer[key] = rule;
        let folder = Folder::good().with_file("tokenizer.json", tokenizer.to_string().as_bytes());
        folder.is_refused(ErrorCode::TokenizerInvalid, &["tokenizer.json", "download"]);
    }
}

#[test]
fn token_ids_beyond_the_vocabulary_are_refused_at_load() {
    let folder = Folder::good().with_config("vocab_size", json!(299));
    folder.is_refused(ErrorCode::TokenizerInvalid, &["299"]);
}

#[test]
fn labels_that_do_not_match_the_classifier_are_refused_with_both_counts() {
    let few = json!({"0": "O", "1": "B-FARMACO"});
    Folder::good()
        .with_config("id2label", few)
        .is_refused(ErrorCode::LabelsInvalid, &[CLASSIFIER, "7", "2", "id2label"]);
    let gap = json!({"0": "O", "1": "B-A", "3": "I-A"});
    Folder::good().with_config("id2label", gap).is_refused(ErrorCode::LabelsInvalid, &["id2label", "2"]);
    let number = json!({"0": 7});
    Folder::good().with_config("id2label", number).is_refused(ErrorCode::LabelsInvalid, &["id2label"]);
}

#[test]
fn options_out_of_range_are_refused_with_what_is_valid() {
    let folder = Folder::good();
    for threads in [0, 1_000_000] {
        let options = ModelOptions { threads: Some(threads), ..ModelOptions::default() };
        let error = Model::load(folder.path(), &options).err();
        refused(error, ErrorCode::InvalidOption, &["threads", "1"]);
    }
}

#[test]
fn an_onnx_export_that_is_damaged_is_refused() {
    for content in [&b""[..], b"not a protocol buffer", &[0xff; 512]] {
        let folder = Folder::good().without("model.safetensors").with_file("model.onnx", content);
        let error = folder.load().err().unwrap();
        let codes = [ErrorCode::RuntimeFailed, ErrorCode::WeightsInvalid];
        assert!(codes.contains(&error.code()), "{:?} {error}", error.code());
        assert!(error.message().contains("model.onnx"), "{error}");
        let folder = folder.without("model.onnx");
        fs::create_dir(folder.file("onnx")).unwrap();
        let error = folder.with_file("onnx/model.onnx", content).load().err().unwrap();
        assert!(codes.contains(&error.code()), "{:?} {error}", error.code());
        assert!(error.message().contains("onnx/model.onnx"), "{error}");
    }
}
