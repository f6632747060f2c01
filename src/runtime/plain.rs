//! ONNX Runtime's own operators, said in ONNX's.

use std::f32::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2};

use ort::editor::ONNX_DOMAIN;
use ort::operator::Attribute;

use super::failed;
use super::graph::GraphBuilder;
use super::memory::Weight;
use super::operator::Operator;
use crate::error::Result;

/// Adds the nodes that do what an operator does, the last of which makes `output`; nothing, and `false`, for an operator
/// that needs none.
pub(super) fn add(graph: &mut GraphBuilder, operator: Operator, inputs: &[&str], output: &str) -> Result<bool> {
    match (operator, inputs) {
        (Operator::SkipLayerNormalization { epsilon }, &[input, skip, weight, bias]) => {
            let sum = graph.add_node(Operator::Add, &[input, skip])?;
            graph.add_named_node(Operator::LayerNormalization { epsilon }, &[&sum, weight, bias], output)
        }
        (Operator::MultiHeadAttention { heads, size }, &[query, key, value, ref keys @ ..]) => {
            add_attention(graph, [heads, size], [query, key, value], keys.last().copied(), output)
        }
        (Operator::Gelu, &[input]) => add_gelu(graph, input, output),
        (Operator::FastGelu, &[input]) => add_fast_gelu(graph, input, output),
        _ => return Ok(false),
    }?;
    Ok(true)
}

/// `softmax(q · kᵀ / √size) · v` for each head (Vaswani et al. 2017), of `[windows, tokens, width]`.
fn add_attention(
    graph: &mut GraphBuilder,
    [heads, size]: [i64; 2],
    [query, key, value]: [&str; 3],
    keys: Option<&str>,
    output: &str,
) -> Result<()> {
    // 0 keeps a dimension as it is.
    let name = graph.new_name("heads");
    graph.add_integers(&name, &[0, 0, heads, size])?;
    let split = |graph: &mut GraphBuilder, value: &str, order: [i64; 4]| {
        let parts = graph.add_node(Operator::Reshape, &[value, &name])?;
        add_one(graph, "Transpose", vec![attribute("perm", order.to_vec())?], &[&parts])
    };
    let query = split(graph, query, [0, 2, 1, 3])?;
    let key = split(graph, key, [0, 2, 3, 1])?;
    let value = split(graph, value, [0, 2, 1, 3])?;
    let products = graph.add_node(Operator::MatMul, &[&query, &key])?;
    let scale = add_number(graph, (size as f32).sqrt().recip())?;
    let mut scaled = add_one(graph, "Mul", Vec::new(), &[&products, &scale])?;
    if let Some(keys) = keys {
        scaled = graph.add_node(Operator::Add, &[&scaled, keys])?;
    }
    let shares = add_one(graph, "Softmax", vec![attribute("axis", -1_i64)?], &[&scaled])?;
    let context = graph.add_node(Operator::MatMul, &[&shares, &value])?;
    let context = add_one(graph, "Transpose", vec![attribute("perm", vec![0_i64, 2, 1, 3])?], &[&context])?;
    let joined = graph.new_name("joined");
    graph.add_integers(&joined, &[0, 0, heads * size])?;
    graph.add_named_node(Operator::Reshape, &[&context, &joined], output)
}

/// What is added to the products of queries and keys, `[windows, 1, 1, rows]`: 0, and behind a window's end as much as takes a
/// key out of the softmax.
pub(super) fn add_keys(graph: &mut GraphBuilder, lengths: &str, shape: &str, output: &str) -> Result<()> {
    for (name, integers) in
        [("first", vec![0]), ("second", vec![1]), ("column", vec![-1, 1]), ("bias", vec![0, 1, 1, -1])]
    {
        graph.add_integers(&format!("keys_{name}"), &integers)?;
    }
    let rows = graph.add_node(Operator::Gather, &[shape, "keys_second"])?;
    let scalar = |graph: &mut GraphBuilder, value: &str| add_one(graph, "Squeeze", Vec::new(), &[value]);
    let (zero, one, rows) = (scalar(graph, "keys_first")?, scalar(graph, "keys_second")?, scalar(graph, &rows)?);
    let row = add_one(graph, "Range", Vec::new(), &[&zero, &rows, &one])?;
    let lengths = graph.add_node(Operator::Reshape, &[lengths, "keys_column"])?;
    let masked = add_one(graph, "GreaterOrEqual", Vec::new(), &[&row, &lengths])?;
    let masked = graph.add_node(Operator::ToFloat, &[&masked])?;
    let lowest = add_number(graph, -1e9)?;
    let bias = add_one(graph, "Mul", Vec::new(), &[&masked, &lowest])?;
    graph.add_named_node(Operator::Reshape, &[&bias, "keys_bias"], output)
}

/// `x/2 · (1 + erf(x/√2))`.
fn add_gelu(graph: &mut GraphBuilder, input: &str, output: &str) -> Result<()> {
    let root = add_number(graph, SQRT_2)?;
    let share = add_one(graph, "Div", Vec::new(), &[input, &root])?;
    let share = add_one(graph, "Erf", Vec::new(), &[&share])?;
    add_half_of_one_more(graph, input, &share, output)
}

/// `x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³)))` (Hendrycks and Gimpel 2016).
fn add_fast_gelu(graph: &mut GraphBuilder, input: &str, output: &str) -> Result<()> {
    let factor = add_number(graph, 0.044_715)?;
    let root = add_number(graph, FRAC_2_SQRT_PI * FRAC_1_SQRT_2)?;
    let square = add_one(graph, "Mul", Vec::new(), &[input, input])?;
    let cube = add_one(graph, "Mul", Vec::new(), &[&square, input])?;
    let cube = add_one(graph, "Mul", Vec::new(), &[&cube, &factor])?;
    let sum = graph.add_node(Operator::Add, &[input, &cube])?;
    let sum = add_one(graph, "Mul", Vec::new(), &[&sum, &root])?;
    let share = graph.add_node(Operator::Tanh, &[&sum])?;
    add_half_of_one_more(graph, input, &share, output)
}

/// `x · (1 + share) / 2`, in the order in which providers know the pattern.
fn add_half_of_one_more(graph: &mut GraphBuilder, input: &str, share: &str, output: &str) -> Result<()> {
    let (one, half) = (add_number(graph, 1.0)?, add_number(graph, 0.5)?);
    let share = graph.add_node(Operator::Add, &[share, &one])?;
    let product = add_one(graph, "Mul", Vec::new(), &[input, &share])?;
    graph.add_raw_node(["Mul", ONNX_DOMAIN], Vec::new(), &[&product, &half], output)
}

fn add_one(graph: &mut GraphBuilder, name: &str, attributes: Vec<Attribute>, inputs: &[&str]) -> Result<String> {
    let output = graph.new_name(name);
    graph.add_raw_node([name, ONNX_DOMAIN], attributes, inputs, &output)?;
    Ok(output)
}

fn add_number(graph: &mut GraphBuilder, number: f32) -> Result<String> {
    let name = graph.new_name("number");
    graph.add_weight(&name, &[], Weight::Owned(vec![number]))?;
    Ok(name)
}

fn attribute(name: &str, value: impl ort::operator::ToAttribute) -> Result<Attribute> {
    Attribute::new(name, value).map_err(|error| failed("take an attribute", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::Control;
    use crate::runtime::{self, Arithmetic, Dialect, Floats, GraphInput, Placement, Provider, SessionOptions};

    /// What a graph of a few nodes makes of the rows 0 to 5 of a table of 4 columns.
    fn run(dialect: Dialect, add_nodes: fn(&mut GraphBuilder) -> Result<()>) -> Vec<f32> {
        runtime::load(None).unwrap();
        let mut graph = GraphBuilder::new(dialect, Floats::F32).unwrap();
        let table: Vec<f32> = (0..24).map(|i| ((i * 7) % 24) as f32 / 4.0 - 3.0).collect();
        graph.add_weight("table", &[6, 4], Weight::Owned(table)).unwrap();
        graph.add_named_node(Operator::Gather, &["table", "rows"], "x").unwrap();
        add_nodes(&mut graph).unwrap();
        let placement = Placement::find(&Provider::Cpu, Arithmetic::F32).unwrap();
        let options = SessionOptions { threads: 1, run_threads: 1, placement };
        let session = graph.finish(&[GraphInput { name: "rows", length: None }], "y", &options).unwrap();
        session.run(&[("rows", &[6], &[0, 1, 2, 3, 4, 5])], "y", &Control::new()).unwrap().data
    }

    fn expect_same(add_nodes: fn(&mut GraphBuilder) -> Result<()>) {
        let (fused, plain) = (run(Dialect::Fused, add_nodes), run(Dialect::Plain, add_nodes));
        assert_eq!(fused.len(), 24);
        for (fused, plain) in fused.iter().zip(&plain) {
            assert!((fused - plain).abs() < 1e-5, "{fused} {plain}");
        }
    }

    #[test]
    fn both_dialects_compute_the_same_activations() {
        expect_same(|graph| graph.add_named_node(Operator::Gelu, &["x"], "y"));
        expect_same(|graph| graph.add_named_node(Operator::FastGelu, &["x"], "y"));
    }

    #[test]
    fn both_dialects_compute_the_same_norm_of_a_sum() {
        expect_same(|graph| {
            graph.add_weight("weight", &[4], Weight::Owned(vec![1.0, 2.0, 3.0, 4.0]))?;
            graph.add_weight("bias", &[4], Weight::Owned(vec![0.5, 0.0, -0.5, 1.0]))?;
            let norm = Operator::SkipLayerNormalization { epsilon: 1e-5 };
            let square = graph.add_node(Operator::Tanh, &["x"])?;
            graph.add_named_node(norm, &["x", &square, "weight", "bias"], "y")
        });
    }

    #[test]
    fn both_dialects_attend_to_the_same_tokens_of_their_own_window() {
        expect_same(|graph| {
            graph.add_integers("windows", &[2, 3, 4])?;
            graph.add_integers("flat", &[6, 4])?;
            let query = graph.add_node(Operator::Tanh, &["x"])?;
            let query = graph.add_node(Operator::Reshape, &[&query, "windows"])?;
            let value = graph.add_node(Operator::Reshape, &["x", "windows"])?;
            let heads = Operator::MultiHeadAttention { heads: 2, size: 2 };
            let attended = graph.add_node(heads, &[&query, &value, &value])?;
            graph.add_named_node(Operator::Reshape, &[&attended, "flat"], "y")
        });
    }
}
