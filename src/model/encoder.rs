//! The encoder as a graph: token ids to one vector per token.
//!
//! A run takes the tokens of one or more windows as two-dimensional matrices, `[tokens, hidden]`, with no padding; attention
//! alone sees windows. The order of operations is BERT's (Devlin et al. 2019): attention
//! and the feed-forward part, each followed by LayerNorm of the sum with its input.

use super::attention::Attention;
use super::config::{Activation, Config};
use super::quantize::Layout;
use super::weights::Weights;
use crate::error::Result;
use crate::runtime::{GraphBuilder, Operator};

/// The input of token ids.
pub(super) const INPUT_IDS: &str = "input_ids";
/// The input of rows of the position table.
pub(super) const POSITION_IDS: &str = "position_ids";

/// An input left out.
pub(super) const LEFT_OUT: &str = "";

/// Adds the encoder; returns the name of its output, `[tokens, hidden]`.
pub(super) fn add_encoder(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    config: &Config,
    attention: Attention,
) -> Result<String> {
    attention.add_shared(graph, config)?;
    let mut value = add_embeddings(graph, weights, config)?;
    for layer in 0..config.layers {
        let prefix = weights.encoder_name(&format!("encoder.layer.{layer}."));
        value = Layer { weights, config, attention, prefix }.add(graph, &value)?;
    }
    Ok(value)
}

/// The operator of an activation.
pub(super) fn activation(activation: Activation) -> Operator {
    match activation {
        Activation::Gelu => Operator::Gelu,
        Activation::FastGelu => Operator::FastGelu,
        Activation::Relu => Operator::Relu,
    }
}

/// Adds `x · wᵀ + b` with the tensors `NAME.weight` and `NAME.bias`.
pub(super) fn add_linear(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    name: &str,
    [outputs, inputs]: [usize; 2],
    value: &str,
) -> Result<String> {
    let (weight, bias) = (format!("{name}.weight"), format!("{name}.bias"));
    weights.add_linear(graph, &weight, &[outputs, inputs])?;
    weights.add_table(graph, &bias, &[outputs])?;
    graph.add_node(Operator::Linear, &[value, &weight, &bias])
}

/// Adds `x · wᵀ + b` on 8-bit numbers.
fn add_quantized_linear(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    name: &str,
    shape: [usize; 2],
    value: &str,
) -> Result<String> {
    let (weight, bias) = (format!("{name}.weight"), format!("{name}.bias"));
    let scales = weights.queue(&weight, shape, Layout::Columns);
    weights.add_table(graph, &bias, &shape[..1])?;
    graph.add_node(Operator::QuantizedLinear, &[value, &weight, &scales, LEFT_OUT, &bias])
}

/// Adds the two vectors of a LayerNorm; returns their names.
pub(super) fn add_norm_vectors(
    graph: &mut GraphBuilder,
    weights: &Weights<'_>,
    name: &str,
    size: usize,
) -> Result<[String; 2]> {
    let vectors = [format!("{name}.weight"), format!("{name}.bias")];
    for vector in &vectors {
        weights.add_table(graph, vector, &[size])?;
    }
    Ok(vectors)
}

fn add_embeddings(graph: &mut GraphBuilder, weights: &Weights<'_>, config: &Config) -> Result<String> {
    let hidden = config.hidden_size;
    let words = weights.word_embeddings();
    let positions = weights.encoder_name("embeddings.position_embeddings.weight");
    weights.add_table(graph, &positions, &[config.positions, hidden])?;
    let token_type = add_token_type(graph, weights, config)?;
    let words = add_word_lookup(graph, weights, &words, [config.vocabulary, hidden])?;
    let positions = graph.add_node(Operator::Gather, &[&positions, POSITION_IDS])?;
    // In the order of transformers' embeddings, so that rounding is the same.
    let sum = graph.add_node(Operator::Add, &[&words, &token_type])?;
    let sum = graph.add_node(Operator::Add, &[&sum, &positions])?;
    let norm = add_norm_vectors(graph, weights, &weights.encoder_name("embeddings.LayerNorm"), hidden)?;
    graph.add_node(Operator::LayerNormalization { epsilon: config.layer_norm_epsilon }, &[&sum, &norm[0], &norm[1]])
}

/// The rows of the word table for the token ids. Of all tables only this one is large enough to be kept as 8-bit numbers.
fn add_word_lookup(graph: &mut GraphBuilder, weights: &Weights<'_>, table: &str, shape: [usize; 2]) -> Result<String> {
    if !weights.is_quantized() {
        weights.add_table(graph, table, &shape)?;
        return graph.add_node(Operator::Gather, &[table, INPUT_IDS]);
    }
    let scales = weights.queue(table, shape, Layout::Rows);
    let numbers = graph.add_node(Operator::Gather, &[table, INPUT_IDS])?;
    let numbers = graph.add_node(Operator::ToFloat, &[&numbers])?;
    let scales = graph.add_node(Operator::Gather, &[&scales, INPUT_IDS])?;
    graph.add_node(Operator::Mul, &[&numbers, &scales])
}

/// The row for tokens of type 0: all tokens of a single text.
fn add_token_type(graph: &mut GraphBuilder, weights: &Weights<'_>, config: &Config) -> Result<String> {
    let name = weights.encoder_name("embeddings.token_type_embeddings.weight");
    let table = weights.tensor(&name, &[config.token_types, config.hidden_size])?.to_f32()?;
    let row = table.into_iter().take(config.hidden_size).collect();
    graph.add_weight(&name, &[config.hidden_size], crate::runtime::Weight::Owned(row))?;
    Ok(name)
}

struct Layer<'a> {
    weights: &'a Weights<'a>,
    config: &'a Config,
    attention: Attention,
    prefix: String,
}

impl Layer<'_> {
    fn add(&self, graph: &mut GraphBuilder, input: &str) -> Result<String> {
        let attended = self.add_attention(graph, input)?;
        let attended = self.add_norm(graph, "attention.output.LayerNorm", &attended, input)?;
        let (hidden, inner) = (self.config.hidden_size, self.config.intermediate_size);
        let value = self.add_linear(graph, "intermediate.dense", [inner, hidden], &attended)?;
        let value = graph.add_node(activation(self.config.activation), &[&value])?;
        let value = self.add_linear(graph, "output.dense", [hidden, inner], &value)?;
        self.add_norm(graph, "output.LayerNorm", &value, &attended)
    }

    fn add_attention(&self, graph: &mut GraphBuilder, input: &str) -> Result<String> {
        let hidden = self.config.hidden_size;
        let mut part = |name: &str| self.add_linear(graph, &format!("attention.self.{name}"), [hidden, hidden], input);
        let parts = [part("query")?, part("key")?, part("value")?];
        let context = self.attention.add(graph, self.config, parts)?;
        self.add_linear(graph, "attention.output.dense", [hidden, hidden], &context)
    }

    fn add_linear(&self, graph: &mut GraphBuilder, name: &str, shape: [usize; 2], value: &str) -> Result<String> {
        let name = format!("{}{name}", self.prefix);
        let add = if self.weights.is_quantized() { add_quantized_linear } else { add_linear };
        add(graph, self.weights, &name, shape, value)
    }

    fn add_norm(&self, graph: &mut GraphBuilder, name: &str, value: &str, skip: &str) -> Result<String> {
        let name = format!("{}{name}", self.prefix);
        let [weight, bias] = add_norm_vectors(graph, self.weights, &name, self.config.hidden_size)?;
        let norm = Operator::SkipLayerNormalization { epsilon: self.config.layer_norm_epsilon };
        graph.add_node(norm, &[value, skip, &weight, &bias])
    }
}
