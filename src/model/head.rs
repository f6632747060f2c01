//! The heads as graphs: from the encoder's vectors to logits.
//!
//! Each head sees only the rows it needs, picked by the input [`ROWS`]: the masked positions, the first sub-tokens of
//! words, or the first token of the text. The masked-LM head is 40 % of a base model's arithmetic when it runs on all.

use super::Task;
use super::config::{Config, Family};
use super::encoder::{LEFT_OUT, activation, add_linear, add_norm_vectors};
use super::quantize::Layout;
use super::weights::Weights;
use crate::error::Result;
use crate::runtime::{GraphBuilder, Operator, Weight};

/// The input of rows of the encoder's output that logits are asked for.
pub(super) const ROWS: &str = "rows";
/// The output.
pub(super) const LOGITS: &str = "logits";

/// Adds the head of the task. Its output, [`LOGITS`], is `[rows, vocabulary or labels]`.
pub(super) fn add_head(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    config: &Config,
    task: Task,
    encoded: &str,
) -> Result<()> {
    let rows = graph.add_node(Operator::Gather, &[encoded, ROWS])?;
    match task {
        Task::FillMask => add_masked_lm(graph, weights, config, &rows),
        Task::TokenClassification => add_classifier(graph, weights, config, "classifier", &rows),
        Task::SequenceClassification => add_sequence_classifier(graph, weights, config, &rows),
    }
}

/// The task whose head the checkpoint holds, for configurations that do not name one. BERT's classifiers of words and of texts
/// have the same names, so its tell nothing.
pub(super) fn task_of(weights: &Weights<'_>, family: Family) -> Option<Task> {
    if weights.has("lm_head.dense.weight") || weights.has("cls.predictions.transform.dense.weight") {
        Some(Task::FillMask)
    } else if weights.has("classifier.dense.weight") {
        Some(Task::SequenceClassification)
    } else if family.is_roberta_like() && weights.has("classifier.weight") {
        Some(Task::TokenClassification)
    } else {
        None
    }
}

/// `decoder(LayerNorm(activation(dense(x))))`. The decoder is the table of word embeddings where the configuration ties them,
/// unless the file has another: transformers takes that then (`tie_weights`, from 5.0 on).
fn add_masked_lm(graph: &mut GraphBuilder, weights: &Weights<'_>, config: &Config, rows: &str) -> Result<()> {
    let names = MaskedLmNames::of(config.family);
    let hidden = config.hidden_size;
    let value = add_linear(graph, weights, names.dense, [hidden, hidden], rows)?;
    // RoBERTa's head is gelu whatever the layers use; BERT's follows them (transformers, modeling_roberta/_bert).
    let operator = if config.family.is_roberta_like() { Operator::Gelu } else { activation(config.activation) };
    let value = graph.add_node(operator, &[&value])?;
    let [weight, bias] = add_norm_vectors(graph, weights, names.norm, hidden)?;
    let norm = Operator::LayerNormalization { epsilon: config.layer_norm_epsilon };
    let value = graph.add_node(norm, &[&value, &weight, &bias])?;
    add_decoder(graph, weights, config, &names, &value)
}

/// `(E · xᵀ)ᵀ + b` rather than `x · Eᵀ + b`: with the table as the left side ONNX Runtime makes no repacked copy of it
/// (160 MB at base size), and reads it once for a single row.
fn add_decoder(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    config: &Config,
    names: &MaskedLmNames,
    value: &str,
) -> Result<()> {
    let embeddings = weights.word_embeddings();
    let own = !config.tied || weights.differ(names.decoder, &embeddings)?;
    let table = if own { names.decoder.to_owned() } else { embeddings };
    let bias = names.biases.iter().find(|name| weights.has(name)).unwrap_or(&names.biases[0]);
    weights.add_table(graph, bias, &[config.vocabulary])?;
    let columns = if weights.is_quantized() {
        add_quantized_product(graph, weights, &table, config, value)?
    } else {
        if own {
            weights.add_table(graph, &table, &[config.vocabulary, config.hidden_size])?;
        }
        let columns = graph.add_node(Operator::Transpose, &[value])?;
        graph.add_node(Operator::MatMul, &[&table, &columns])?
    };
    let logits = graph.add_node(Operator::Transpose, &[&columns])?;
    graph.add_named_node(Operator::Add, &[&logits, bias], LOGITS)
}

/// `E · xᵀ` on 8-bit numbers, the table again in place. Each row of `x` gets a scale of its own, so that a row's logits do not
/// depend on which others are asked for.
fn add_quantized_product(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    table: &str,
    config: &Config,
    value: &str,
) -> Result<String> {
    let table_scales = weights.queue(table, [config.vocabulary, config.hidden_size], Layout::Rows);
    for (name, number) in [("step", 1.0 / 127.0), ("least", f32::MIN_POSITIVE * 256.0), ("middle", 128.0)] {
        graph.add_weight(name, &[], Weight::Owned(vec![number]))?;
    }
    let sizes = graph.add_node(Operator::Abs, &[value])?;
    let largest = graph.add_node(Operator::RowMax, &[&sizes])?;
    let largest = graph.add_node(Operator::Max, &[&largest, "least"])?;
    let scales = graph.add_node(Operator::Mul, &[&largest, "step"])?;
    let numbers = graph.add_node(Operator::Div, &[value, &scales])?;
    let numbers = graph.add_node(Operator::Round, &[&numbers])?;
    let numbers = graph.add_node(Operator::Add, &[&numbers, "middle"])?;
    let numbers = graph.add_node(Operator::ToUnsignedByte, &[&numbers])?;
    let columns = graph.add_node(Operator::Transpose, &[&numbers])?;
    let middle = graph.add_node(Operator::ToUnsignedByte, &["middle"])?;
    let product = graph.add_node(Operator::IntegerMatMul, &[table, &columns, LEFT_OUT, &middle])?;
    let product = graph.add_node(Operator::ToFloat, &[&product])?;
    let scales = graph.add_node(Operator::Transpose, &[&scales])?;
    let product = graph.add_node(Operator::Mul, &[&product, &scales])?;
    graph.add_node(Operator::Mul, &[&product, &table_scales])
}

struct MaskedLmNames {
    dense: &'static str,
    norm: &'static str,
    decoder: &'static str,
    /// The decoder's own, and the one that it is tied to: the first that is there is added.
    biases: [&'static str; 2],
}

impl MaskedLmNames {
    fn of(family: Family) -> Self {
        match family {
            Family::Roberta | Family::XlmRoberta => Self {
                dense: "lm_head.dense",
                norm: "lm_head.layer_norm",
                decoder: "lm_head.decoder.weight",
                biases: ["lm_head.decoder.bias", "lm_head.bias"],
            },
            Family::Bert => Self {
                dense: "cls.predictions.transform.dense",
                norm: "cls.predictions.transform.LayerNorm",
                decoder: "cls.predictions.decoder.weight",
                biases: ["cls.predictions.decoder.bias", "cls.predictions.bias"],
            },
        }
    }
}

/// RoBERTa: `out_proj(tanh(dense(x)))`. BERT: `classifier(tanh(pooler(x)))`.
fn add_sequence_classifier(graph: &mut GraphBuilder, weights: &Weights<'_>, config: &Config, row: &str) -> Result<()> {
    let (dense, out) = match config.family {
        Family::Roberta | Family::XlmRoberta => ("classifier.dense".to_owned(), "classifier.out_proj"),
        Family::Bert => (weights.encoder_name("pooler.dense"), "classifier"),
    };
    let value = add_linear(graph, weights, &dense, [config.hidden_size; 2], row)?;
    let value = graph.add_node(Operator::Tanh, &[&value])?;
    add_classifier(graph, weights, config, out, &value)
}

fn add_classifier(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    config: &Config,
    name: &str,
    value: &str,
) -> Result<()> {
    let (weight, bias) = (format!("{name}.weight"), format!("{name}.bias"));
    let labels = config.labels.len();
    weights.check_label_count(&weight, labels)?;
    weights.add_linear(graph, &weight, &[labels, config.hidden_size])?;
    weights.add_table(graph, &bias, &[labels])?;
    graph.add_named_node(Operator::Linear, &[value, &weight, &bias], LOGITS)
}
