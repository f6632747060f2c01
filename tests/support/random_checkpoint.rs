//! Deterministic random-weight hub checkpoints, bit-identical to those of tests/golden/random_checkpoint.py.

use std::fs;
use std::path::{Path, PathBuf};

use half::{bf16, f16};
use safetensors::Dtype;
use safetensors::tensor::{TensorView, serialize_to_file};
use serde::Deserialize;
use serde_json::{Value, json};

const TOKENIZER_FILES: [&str; 6] =
    ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt", "vocab.txt"];

/// What a random checkpoint is; the golden files hold it as JSON.
#[derive(Debug, Clone, Deserialize)]
pub struct Spec {
    pub name: String,
    /// `model_type` of config.json.
    pub family: String,
    /// `mlm`, `seq`, or `ner` with one of its tagging schemes.
    pub head: String,
    /// A folder of tests/data/tokenizers, or `roberta`: the shipped one.
    pub tokenizer: String,
    pub vocab: usize,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub intermediate: usize,
    pub positions: usize,
    pub seed: u64,
}

/// One tensor of a checkpoint.
#[derive(Debug, Clone)]
pub struct Tensor {
    pub name: String,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

type Shape = (String, Vec<usize>);

impl Spec {
    pub fn labels(&self) -> &'static [&'static str] {
        match self.head.as_str() {
            "ner" => &["O", "B-FARMACO", "I-FARMACO", "B-SINTOMA", "I-SINTOMA", "B-FECHA", "I-FECHA"],
            "ner-bioes" => &[
                "O",
                "B-FARMACO",
                "I-FARMACO",
                "E-FARMACO",
                "S-FARMACO",
                "B-SINTOMA",
                "I-SINTOMA",
                "E-SINTOMA",
                "S-SINTOMA",
            ],
            "ner-underscore" => &["O", "B_PER", "I_PER", "E_PER", "S_PER", "B_LOC", "I_LOC", "E_LOC", "S_LOC"],
            "ner-plain" => &["FARMACO", "SINTOMA", "O", "NO-LUGAR"],
            "seq" => &["alta", "ingreso", "derivación"],
            _ => &[],
        }
    }

    pub fn is_bert(&self) -> bool {
        self.family == "bert"
    }

    /// What every encoder tensor's name starts with.
    pub fn prefix(&self) -> &'static str {
        if self.is_bert() { "bert" } else { "roberta" }
    }

    /// Every tensor: name and shape. The masked-LM decoder is tied and left out, as transformers leaves it out.
    pub fn shapes(&self) -> Vec<Shape> {
        let embeddings = format!("{}.embeddings", self.prefix());
        let types = if self.is_bert() { 2 } else { 1 };
        let mut shapes = vec![
            (format!("{embeddings}.word_embeddings.weight"), vec![self.vocab, self.hidden]),
            (format!("{embeddings}.position_embeddings.weight"), vec![self.positions, self.hidden]),
            (format!("{embeddings}.token_type_embeddings.weight"), vec![types, self.hidden]),
        ];
        shapes.extend(norm(format!("{embeddings}.LayerNorm"), self.hidden));
        (0..self.layers).for_each(|layer| shapes.extend(self.layer_shapes(layer)));
        shapes.extend(self.head_shapes());
        shapes
    }

    fn layer_shapes(&self, layer: usize) -> Vec<Shape> {
        let name = format!("{}.encoder.layer.{layer}", self.prefix());
        let (width, inner) = (self.hidden, self.intermediate);
        [
            dense(format!("{name}.attention.self.query"), width, width),
            dense(format!("{name}.attention.self.key"), width, width),
            dense(format!("{name}.attention.self.value"), width, width),
            dense(format!("{name}.attention.output.dense"), width, width),
            norm(format!("{name}.attention.output.LayerNorm"), width),
            dense(format!("{name}.intermediate.dense"), inner, width),
            dense(format!("{name}.output.dense"), width, inner),
            norm(format!("{name}.output.LayerNorm"), width),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn head_shapes(&self) -> Vec<Shape> {
        let (width, labels) = (self.hidden, self.labels().len());
        let own = |name: &str, rows| dense(name.to_owned(), rows, width);
        let parts = match (self.head.as_str(), self.is_bert()) {
            ("mlm", true) => vec![
                [("cls.predictions.bias".to_owned(), vec![self.vocab])].to_vec(),
                own("cls.predictions.transform.dense", width),
                norm("cls.predictions.transform.LayerNorm".to_owned(), width),
            ],
            ("mlm", false) => vec![
                [("lm_head.bias".to_owned(), vec![self.vocab])].to_vec(),
                own("lm_head.dense", width),
                norm("lm_head.layer_norm".to_owned(), width),
            ],
            ("seq", false) => vec![own("classifier.dense", width), own("classifier.out_proj", labels)],
            ("seq", true) => vec![own("bert.pooler.dense", width), own("classifier", labels)],
            _ => vec![own("classifier", labels)],
        };
        parts.into_iter().flatten().collect()
    }

    /// A tensor of this checkpoint by its canonical name.
    pub fn tensor(&self, name: &str, shape: &[usize]) -> Tensor {
        let (centre, spread) = self.centre_and_spread(name);
        let key = format!("{}:{}/{name}", self.name, self.seed);
        let mut values = uniform(&key, shape.iter().product());
        values.iter_mut().for_each(|value| *value = centre + spread * *value);
        Tensor { name: name.to_owned(), shape: shape.to_vec(), values }
    }

    /// Where a tensor's values lie. Spreads are powers of two, so that scaling is exact; narrow layers need larger ones.
    fn centre_and_spread(&self, name: &str) -> (f32, f32) {
        let gain = if self.hidden >= 256 { 1.0 } else { 4.0 };
        if name.to_lowercase().contains("norm") && name.ends_with(".weight") {
            (1.0, 0.25)
        } else if name.contains("embeddings.") {
            (0.0, 0.125)
        } else if name.starts_with("classifier") {
            (0.0, gain * 0.125)
        } else {
            (0.0, gain * 0.0625)
        }
    }

    pub fn tensors(&self) -> Vec<Tensor> {
        self.shapes().iter().map(|(name, shape)| self.tensor(name, shape)).collect()
    }

    /// config.json, with what a hub checkpoint of the family holds.
    pub fn config(&self) -> Value {
        let stem = match self.family.as_str() {
            "roberta" => "Roberta",
            "xlm-roberta" => "XLMRoberta",
            _ => "Bert",
        };
        let head = match self.head.as_str() {
            "mlm" => "MaskedLM",
            "seq" => "SequenceClassification",
            _ => "TokenClassification",
        };
        let mut config = json!({
            "architectures": [format!("{stem}For{head}")], "model_type": self.family, "vocab_size": self.vocab,
            "hidden_size": self.hidden, "num_hidden_layers": self.layers, "num_attention_heads": self.heads,
            "intermediate_size": self.intermediate, "max_position_embeddings": self.positions,
            "hidden_act": "gelu", "hidden_dropout_prob": 0.1, "attention_probs_dropout_prob": 0.1,
        });
        config["layer_norm_eps"] = json!(if self.is_bert() { 1e-12 } else { 1e-5 });
        config["type_vocab_size"] = json!(if self.is_bert() { 2 } else { 1 });
        config["pad_token_id"] = json!(if self.is_bert() { 0 } else { 1 });
        if !self.is_bert() {
            config["bos_token_id"] = json!(0);
            config["eos_token_id"] = json!(2);
        }
        let ids = || (0..).map(|id: usize| id.to_string()).zip(self.labels());
        if !self.labels().is_empty() {
            config["id2label"] = ids().map(|(id, label)| (id, json!(label))).collect();
            config["label2id"] =
                self.labels().iter().zip(0..).map(|(label, id)| ((*label).to_owned(), json!(id))).collect();
        }
        config
    }

    pub fn tokenizer_folder(&self) -> PathBuf {
        tokenizer_folder(&self.tokenizer)
    }

    /// Writes config.json and the tokenizer's files: a checkpoint without its weights.
    pub fn write_frame(&self, folder: &Path) {
        fs::write(folder.join("config.json"), self.config().to_string()).unwrap();
        for name in TOKENIZER_FILES {
            let source = self.tokenizer_folder().join(name);
            if source.exists() {
                fs::copy(source, folder.join(name)).unwrap();
            }
        }
    }

    /// Writes a whole hub folder with `model.safetensors` in float32.
    pub fn write(&self, folder: &Path) {
        self.write_frame(folder);
        write_safetensors(&folder.join("model.safetensors"), &self.tensors(), Dtype::F32);
    }
}

/// Where a tokenizer's files lie: `roberta` is the shipped one, the others are test data.
pub fn tokenizer_folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if name == "roberta" { root.join("models/clinical-es-mini") } else { root.join("tests/data/tokenizers").join(name) }
}

/// Writes tensors as safetensors, rounded to `dtype`.
pub fn write_safetensors(path: &Path, tensors: &[Tensor], dtype: Dtype) {
    let stored: Vec<Stored> = tensors.iter().map(|tensor| Stored::new(tensor, dtype)).collect();
    write_stored(path, &stored);
}

/// Writes a checkpoint as older transformers did: with the buffer of position numbers among the tensors.
pub fn write_position_ids(path: &Path, spec: &Spec) {
    let mut stored: Vec<Stored> = spec.tensors().iter().map(|tensor| Stored::new(tensor, Dtype::F32)).collect();
    stored.push(Stored {
        name: format!("{}.embeddings.position_ids", spec.prefix()),
        dtype: Dtype::I64,
        shape: vec![1, spec.positions],
        bytes: (0..spec.positions as i64).flat_map(i64::to_le_bytes).collect(),
    });
    write_stored(path, &stored);
}

/// A tensor as a file has it.
struct Stored {
    name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

impl Stored {
    fn new(tensor: &Tensor, dtype: Dtype) -> Self {
        let (name, shape) = (tensor.name.clone(), tensor.shape.clone());
        Self { name, dtype, shape, bytes: encode(&tensor.values, dtype) }
    }
}

fn write_stored(path: &Path, tensors: &[Stored]) {
    let views = tensors.iter().map(|stored| {
        let view = TensorView::new(stored.dtype, stored.shape.clone(), &stored.bytes).unwrap();
        (stored.name.as_str(), view)
    });
    let metadata = [("format".to_owned(), "pt".to_owned())].into();
    serialize_to_file(views, Some(metadata), path).unwrap();
}

fn encode(values: &[f32], dtype: Dtype) -> Vec<u8> {
    match dtype {
        Dtype::F32 => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        Dtype::F16 => values.iter().flat_map(|value| f16::from_f32(*value).to_le_bytes()).collect(),
        Dtype::BF16 => values.iter().flat_map(|value| bf16::from_f32(*value).to_le_bytes()).collect(),
        other => panic!("the tests write no {other:?}"),
    }
}

/// FNV-1a, 64 bits.
pub fn fnv1a64(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// `count` numbers in [-1, 1), exact multiples of 2^-23: outputs 1, 2, ... of SplitMix64 seeded with the key's hash.
fn uniform(key: &str, count: usize) -> Vec<f32> {
    let mut state = fnv1a64(key.as_bytes());
    (0..count)
        .map(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            // 24 bits: every step is exact in f32.
            (z >> 40) as f32 * 2.0_f32.powi(-23) - 1.0
        })
        .collect()
}

fn dense(name: String, rows: usize, columns: usize) -> Vec<Shape> {
    vec![(format!("{name}.weight"), vec![rows, columns]), (format!("{name}.bias"), vec![rows])]
}

fn norm(name: String, width: usize) -> Vec<Shape> {
    vec![(format!("{name}.weight"), vec![width]), (format!("{name}.bias"), vec![width])]
}
